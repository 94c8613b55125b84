import {
  type Configuration,
  None,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  clientCredentialsGrant,
  discovery,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { type Scope, backendScopes } from '../domain/scopes';
import { API_AUDIENCE, API_SCOPE, CLI_CLIENT, CLI_REDIRECT_URI } from './oidc/demo-users';

const MAX_REDIRECTS = 10;

/** A user's access token for the API, by the login that a browser would go through (authorization code with PKCE). */
export async function accessTokenFor(issuer: string, email: string): Promise<string> {
  const client = await discovery(new URL(issuer), CLI_CLIENT, undefined, None(), insecureOnLoopback(issuer));
  const verifier = randomPKCECodeVerifier();
  const state = randomState();
  const start = buildAuthorizationUrl(client, {
    redirect_uri: CLI_REDIRECT_URI,
    scope: `openid profile email ${API_SCOPE}`,
    resource: API_AUDIENCE,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  });
  const callback = await logIn(start, email);
  const checks = { pkceCodeVerifier: verifier, expectedState: state };
  const tokens = await authorizationCodeGrant(client, callback, checks, { resource: API_AUDIENCE });
  return tokens.access_token;
}

/** A machine's access token for the API (client credentials), good for these scopes and no other. */
export async function machineToken(
  issuer: string,
  clientId: string,
  clientSecret: string,
  scopes: readonly Scope[] = backendScopes,
): Promise<string> {
  const client = await discovery(new URL(issuer), clientId, clientSecret, undefined, insecureOnLoopback(issuer));
  const tokens = await clientCredentialsGrant(client, { scope: scopes.join(' '), resource: API_AUDIENCE });
  return tokens.access_token;
}

/** Plain HTTP is for a provider on this machine only. */
function insecureOnLoopback(issuer: string): { execute: ((config: Configuration) => void)[] } {
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(issuer).hostname);
  return { execute: isLocal ? [allowInsecureRequests] : [] };
}

/** Follows the login to the page where the user is chosen, chooses, and follows on to the callback. */
async function logIn(start: URL, email: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < MAX_REDIRECTS; step += 1) {
    const response = await request(url, cookies, form);
    const location = response.headers.get('location');
    if (location === null) {
      if (!response.ok || form !== undefined) throw new Error(`${url.pathname} answered ${response.status}`);
      form = new URLSearchParams({ email });
      continue;
    }
    form = undefined;
    url = new URL(location, url);
    if (url.href.startsWith(CLI_REDIRECT_URI)) return url;
  }
  throw new Error(`The login did not come back after ${MAX_REDIRECTS} steps.`);
}

async function request(url: URL, cookies: Map<string, string>, form?: URLSearchParams): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const method = form === undefined ? { method: 'GET' } : { method: 'POST', body: form };
  const response = await fetch(url, { ...method, headers: { cookie }, redirect: 'manual' });
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';');
    const separator = pair.indexOf('=');
    cookies.set(pair.slice(0, separator), pair.slice(separator + 1));
  }
  return response;
}
