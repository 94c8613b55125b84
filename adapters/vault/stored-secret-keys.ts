import type { KeyEncryption } from '../../activities/ports/key-encryption';
import { KeyChain, type KeyKind } from '../crypto/key-chain';
import { KeyRing, type NamedKey } from '../crypto/key-ring';
import { LocalKeys } from '../crypto/local-keys';
import { TransitKeys, vaultKeyPrefix } from './transit-keys';
import { VaultClient, type VaultOptions } from './vault-client';

/** Which keys wrap those of stored secrets: Vault's where there is one, and otherwise those of the environment. */
export interface StoredSecretKeysOptions {
  readonly local: readonly NamedKey[];
  readonly vault: (VaultOptions & { readonly mount: string; readonly key: string }) | null;
}

/** The keys of stored secrets, and what has to be closed after them. */
export interface StoredSecretKeys {
  readonly keys: KeyEncryption;
  close(): void;
}

/** Nothing connects yet. Throws a RangeError where there is no key at all. */
export function storedSecretKeys({ local, vault }: StoredSecretKeysOptions): StoredSecretKeys {
  if (vault === null) return { keys: new LocalKeys(new KeyRing(local)), close: () => undefined };
  const client = new VaultClient(vault);
  const transit: KeyKind = { prefix: vaultKeyPrefix, keys: new TransitKeys({ ...vault, client }) };
  const others: KeyKind[] = local.length === 0 ? [] : [{ prefix: '', keys: new LocalKeys(new KeyRing(local)) }];
  return { keys: new KeyChain(transit, ...others), close: () => client.close() };
}
