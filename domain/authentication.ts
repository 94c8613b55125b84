import { textFault, type TextFault } from './text-fault';

/** How we log in. Every method has one secret, which lies sealed in the vault: the settings never hold it. */
export const authenticationMethods = ['password', 'microsoft-oauth2', 'google-service-account', 'oauth2'] as const;
export type AuthenticationMethod = (typeof authenticationMethods)[number];

/** User name and password: PLAIN, LOGIN or CRAM-MD5, only inside TLS. */
export interface PasswordAuthentication {
  readonly method: 'password';
}

/** OAuth 2.0 client credentials of Microsoft Entra ID for Exchange Online; the secret is the client secret. */
export interface MicrosoftAuthentication {
  readonly method: 'microsoft-oauth2';
  /** Directory (tenant) id or one of the tenant's domains. */
  readonly tenant: string;
  readonly clientId: string;
}

/** A service account with domain-wide delegation (RFC 7523 assertion); the secret is its private key in PEM form. */
export interface GoogleAuthentication {
  readonly method: 'google-service-account';
  /** The service account's mail address, `client_email` in its key file. */
  readonly serviceAccount: string;
}

/** OAuth 2.0 client credentials (RFC 6749 section 4.4) of any other provider; the secret is the client secret. */
export interface OAuthAuthentication {
  readonly method: 'oauth2';
  /** An https URL. Where it leads is the egress policy's business. */
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** Scopes separated by spaces; empty where the provider knows none. */
  readonly scope: string;
}

export type TokenAuthentication = MicrosoftAuthentication | GoogleAuthentication | OAuthAuthentication;
export type Authentication = PasswordAuthentication | TokenAuthentication;

export const passwordAuthentication: PasswordAuthentication = { method: 'password' };

/** Where a token endpoint lies, read from its URL. */
export interface EndpointAddress {
  readonly host: string;
  readonly port: number;
  /** Path and query, at least `/`. */
  readonly path: string;
}

export interface AuthenticationFault {
  readonly member: string;
  readonly code: TextFault | 'NOT_AN_HTTPS_URL' | 'NOT_A_TENANT' | 'NOT_A_SERVICE_ACCOUNT' | 'NOT_A_SCOPE';
}

const longestName = 512;
const longestUrl = 1024;
const httpsPort = 443;
const endpointShape =
  /^https:\/\/([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(\d{1,5}))?(\/[\x21\x24-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]*)?$/i;
const tenantShape = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;
const serviceAccountShape = /^[a-z0-9._-]{1,64}@[a-z0-9.-]{1,190}$/i;
/** RFC 6749 section 3.3. */
const scopeShape = /^(?:[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*)?$/;

/** The form that is stored and compared: without spaces around names that no provider has spaces in. */
export function normalizeAuthentication(given: Authentication): Authentication {
  switch (given.method) {
    case 'password':
      return passwordAuthentication;
    case 'microsoft-oauth2':
      return { method: given.method, tenant: given.tenant.trim().toLowerCase(), clientId: given.clientId.trim() };
    case 'google-service-account':
      return { method: given.method, serviceAccount: given.serviceAccount.trim() };
    case 'oauth2': {
      const { method, tokenEndpoint, clientId, scope } = given;
      return { method, tokenEndpoint: tokenEndpoint.trim(), clientId: clientId.trim(), scope: scope.trim() };
    }
  }
}

/** All faults of a normalised authentication, by member. */
export function authenticationFaults(authentication: Authentication): AuthenticationFault[] {
  switch (authentication.method) {
    case 'password':
      return [];
    case 'microsoft-oauth2':
      return [
        ...fault('tenant', tenantShape.test(authentication.tenant) ? undefined : 'NOT_A_TENANT'),
        ...fault('clientId', textFault(authentication.clientId, longestName)),
      ];
    case 'google-service-account': {
      const isAccount = serviceAccountShape.test(authentication.serviceAccount);
      return fault('serviceAccount', isAccount ? undefined : 'NOT_A_SERVICE_ACCOUNT');
    }
    case 'oauth2': {
      const { tokenEndpoint, clientId, scope } = authentication;
      return [
        ...fault('tokenEndpoint', endpointAddress(tokenEndpoint) === null ? 'NOT_AN_HTTPS_URL' : undefined),
        ...fault('clientId', textFault(clientId, longestName)),
        ...fault('scope', scope.length > longestUrl || !scopeShape.test(scope) ? 'NOT_A_SCOPE' : undefined),
      ];
    }
  }
}

/** Reads an https URL without user information and fragment; null for everything else. */
export function endpointAddress(url: string): EndpointAddress | null {
  const match = url.length > longestUrl ? null : endpointShape.exec(url);
  const [, host, port, path] = match ?? [];
  if (host === undefined) return null;
  const number = port === undefined ? httpsPort : Number(port);
  return number > 0 && number < 65_536 ? { host: host.toLowerCase(), port: number, path: path ?? '/' } : null;
}

function fault(member: string, code: AuthenticationFault['code'] | undefined): AuthenticationFault[] {
  return code === undefined ? [] : [{ member, code }];
}
