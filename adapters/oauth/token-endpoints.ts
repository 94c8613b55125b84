import { importPKCS8, SignJWT, type CryptoKey } from 'jose';

import { endpointAddress, type EndpointAddress, type TokenAuthentication } from '../../domain/authentication';
import type { Secret } from '../../domain/secret';
import { troubleError } from '../smtp/smtp-trouble-error';

/** Where the providers with fixed endpoints give out tokens. */
export interface TokenEndpoints {
  readonly microsoft: (tenant: string) => string;
  readonly google: string;
}

export const publicTokenEndpoints: TokenEndpoints = {
  microsoft: (tenant) => `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
  google: 'https://oauth2.googleapis.com/token',
};

/** One request for a token. Holds the secret, so it is made right before it is sent and kept nowhere. */
export interface TokenRequest {
  readonly endpoint: EndpointAddress;
  readonly form: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

const exchangeScope = 'https://outlook.office365.com/.default';
const gmailScope = 'https://mail.google.com/';
const assertionSeconds = 600;

/** The request that gets a token for a mailbox. Throws SmtpTroubleError at stage `auth` for an unusable key or endpoint. */
export async function tokenRequest(
  authentication: TokenAuthentication,
  user: string,
  secret: Secret,
  endpoints: TokenEndpoints,
): Promise<TokenRequest> {
  switch (authentication.method) {
    case 'microsoft-oauth2': {
      const { tenant, clientId } = authentication;
      const client = { client_id: clientId, client_secret: secret.reveal() };
      const form = { grant_type: 'client_credentials', ...client, scope: exchangeScope };
      return { endpoint: addressOf(endpoints.microsoft(tenant)), form, headers: {} };
    }
    case 'google-service-account': {
      const assertion = await signedAssertion(authentication.serviceAccount, user, secret, endpoints.google);
      const form = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion };
      return { endpoint: addressOf(endpoints.google), form, headers: {} };
    }
    case 'oauth2': {
      const { tokenEndpoint, clientId, scope } = authentication;
      const form = { grant_type: 'client_credentials', ...(scope === '' ? {} : { scope }) };
      const headers = { authorization: basicAuthorization(clientId, secret) };
      return { endpoint: addressOf(tokenEndpoint), form, headers };
    }
  }
}

function addressOf(url: string): EndpointAddress {
  const address = endpointAddress(url);
  if (address === null) throw troubleError('auth', 'token-endpoint-refused');
  return address;
}

/** RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
function basicAuthorization(clientId: string, secret: Secret): string {
  const encoded = [clientId, secret.reveal()].map((part) =>
    new URLSearchParams({ part }).toString().slice('part='.length),
  );
  return `Basic ${Buffer.from(encoded.join(':'), 'utf8').toString('base64')}`;
}

/** RFC 7523, in the name of the mailbox's user (domain-wide delegation). */
async function signedAssertion(issuer: string, user: string, secret: Secret, audience: string): Promise<string> {
  const key = await privateKeyIn(secret);
  return await new SignJWT({ scope: gmailScope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(user)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${assertionSeconds}s`)
    .sign(key);
}

async function privateKeyIn(secret: Secret): Promise<CryptoKey> {
  try {
    return await importPKCS8(pemIn(secret.reveal()), 'RS256');
  } catch {
    // The cause is left out: it could quote the key.
    throw troubleError('auth', 'token-key-unusable');
  }
}

/** The key itself, also where the whole key file (JSON) was entered, or its lines were joined by `\n` in letters. */
function pemIn(text: string): string {
  const trimmed = text.trim();
  const pem = trimmed.startsWith('{') ? keyOfFile(JSON.parse(trimmed)) : trimmed;
  return pem.replaceAll(String.raw`\n`, '\n');
}

function keyOfFile(file: unknown): string {
  const key: unknown = typeof file === 'object' && file !== null && 'private_key' in file ? file.private_key : '';
  return typeof key === 'string' ? key : '';
}
