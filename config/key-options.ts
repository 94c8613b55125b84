import { Secret } from '../domain/secret';
import type { ApiConfig, CredentialKeysConfig, WorkerConfig } from './env';

/** Which keys wrap those of stored secrets. */
export function keyOptions(config: ApiConfig | WorkerConfig | CredentialKeysConfig) {
  const { VAULT_ADDRESS, VAULT_NAMESPACE, VAULT_TRANSIT_MOUNT, VAULT_TRANSIT_KEY } = config;
  if (VAULT_ADDRESS === undefined) return { local: config.CREDENTIAL_KEYS, vault: null };
  const place = { mount: VAULT_TRANSIT_MOUNT, key: VAULT_TRANSIT_KEY, namespace: VAULT_NAMESPACE };
  const address = VAULT_ADDRESS.replace(/\/+$/, '');
  return { local: config.CREDENTIAL_KEYS, vault: { ...place, address, login: loginOf(config) } };
}

function loginOf({ VAULT_TOKEN, VAULT_ROLE_ID, VAULT_SECRET_ID }: ApiConfig | WorkerConfig | CredentialKeysConfig) {
  if (VAULT_TOKEN !== undefined) return { kind: 'token', token: VAULT_TOKEN } as const;
  return { kind: 'approle', roleId: VAULT_ROLE_ID ?? '', secretId: VAULT_SECRET_ID ?? new Secret('') } as const;
}
