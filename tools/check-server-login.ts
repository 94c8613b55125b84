import { authenticationMethods, passwordAuthentication, type Authentication } from '../domain/authentication';
import { publicTrust, type ServerTrust } from '../domain/server-trust';
import { contentOf, oneOf, UsageError, type GivenOptions } from './command-line';

/** How to log in, as the options tell it. Throws UsageError. */
export function authenticationIn(given: GivenOptions): Authentication {
  const method = oneOf('--auth', given['auth'] ?? 'password', authenticationMethods);
  switch (method) {
    case 'password':
      return passwordAuthentication;
    case 'microsoft-oauth2':
      return { method, tenant: needed(given, 'tenant', method), clientId: needed(given, 'client-id', method) };
    case 'google-service-account':
      return { method, serviceAccount: needed(given, 'service-account', method) };
    case 'oauth2':
      return {
        method,
        tokenEndpoint: needed(given, 'token-endpoint', method),
        clientId: needed(given, 'client-id', method),
        scope: given['scope'] ?? '',
      };
  }
}

/** Whom to trust besides the public authorities. Throws UsageError. */
export function trustIn({ ca, pin }: GivenOptions): ServerTrust {
  if (ca !== undefined && pin !== undefined) throw new UsageError('--ca and --pin exclude each other');
  if (ca !== undefined) return { kind: 'authority', certificates: contentOf('--ca', ca) };
  return pin === undefined ? publicTrust : { kind: 'certificate', sha256: pin };
}

function needed(given: GivenOptions, name: string, method: string): string {
  const value = given[name];
  if (value === undefined || value === '') throw new UsageError(`--${name} is needed with --auth ${method}`);
  return value;
}
