import type { Configuration, KoaContextWithOIDC } from 'oidc-provider' with { 'resolution-mode': 'import' };
import {
  API_AUDIENCE,
  API_SCOPE,
  BACKEND_CLIENT,
  CLI_CLIENT,
  CLI_REDIRECT_URI,
  DASHBOARD_CLIENT,
  type DemoUser,
  SENDER_ROLE,
  demoUsers,
} from './demo-users';
import { backendScopes, scopes } from '../../domain/scopes';
import type { ProviderKeys } from './signing-keys';

const HOUR_S = 3600;
const DAY_S = 86_400;

export interface ProviderOptions {
  readonly backendSecret: string;
  readonly dashboardSecret: string;
  /** Where the dashboards' login comes back to. */
  readonly dashboardRedirectUris: readonly string[];
  /** Those that the demo's admins administer besides the demo's own. */
  readonly organizations?: readonly string[];
  readonly keys: ProviderKeys;
}

/** The provider's configuration: who may log in, which clients there are, and what an access token tells the API. */
export function providerSettings(options: ProviderOptions): Configuration {
  const users = withOrganizations(options.organizations ?? []);
  return {
    clients: clients(options),
    jwks: options.keys.jwks,
    cookies: { keys: options.keys.cookieKeys },
    scopes: ['openid', 'offline_access', 'profile', 'email', ...scopes],
    claims: { openid: ['sub'], email: ['email'], profile: ['name', 'locale', 'roles', 'organizations'] },
    conformIdTokenClaims: false,
    ttl: { AccessToken: HOUR_S, ClientCredentials: HOUR_S, Session: DAY_S, Grant: DAY_S, Interaction: HOUR_S },
    interactions: { url: (_context, { uid }) => `/login/${uid}` },
    findAccount: (_context, id) => account(users.find((user) => user.id === id)),
    fetch: fetchOnThisMachine,
    loadExistingGrant: consentToEverything,
    issueRefreshToken: async (_context, client) => await Promise.resolve(client.grantTypeAllowed('refresh_token')),
    extraTokenClaims: (_context, token) =>
      token.kind === 'ClientCredentials'
        ? machineClaims(token.clientId)
        : userClaims(users.find(({ id }) => id === token.accountId)),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API_AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: API_AUDIENCE,
          scope: [API_SCOPE, ...scopes].join(' '),
          accessTokenFormat: 'jwt',
          accessTokenTTL: HOUR_S,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  };
}

/** Without the provider's guard against private addresses, which is its dispatcher: the whole demo lives on this machine. */
async function fetchOnThisMachine(url: string | URL | Request, options?: RequestInit): Promise<Response> {
  const { method = 'GET', headers, body = null, redirect = 'manual', signal = null } = options ?? {};
  return await fetch(url, { method, body, redirect, signal, ...(headers === undefined ? {} : { headers }) });
}

function clients({ backendSecret, dashboardSecret, dashboardRedirectUris }: ProviderOptions): Configuration['clients'] {
  return [
    {
      client_id: BACKEND_CLIENT,
      client_secret: backendSecret,
      scope: backendScopes.join(' '),
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
    {
      client_id: CLI_CLIENT,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: [CLI_REDIRECT_URI],
    },
    {
      client_id: DASHBOARD_CLIENT,
      client_secret: dashboardSecret,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [...dashboardRedirectUris],
      backchannel_logout_uri: dashboardRedirectUris.map((uri) => new URL('/auth/backchannel-logout', uri).href)[0],
      backchannel_logout_session_required: true,
      post_logout_redirect_uris: dashboardRedirectUris.map((uri) => new URL('/', uri).href),
    },
  ];
}

function withOrganizations(more: readonly string[]): readonly DemoUser[] {
  return demoUsers.map((user) => {
    const { organizations } = user;
    return organizations.length === 0 ? user : { ...user, organizations: [...organizations, ...more] };
  });
}

function account(user: DemoUser | undefined) {
  if (user === undefined) return undefined;
  return { accountId: user.id, claims: () => ({ sub: user.id, email_verified: true, ...userClaims(user) }) };
}

function userClaims(user: DemoUser | undefined): Record<string, unknown> {
  if (user === undefined) return { roles: [], organizations: [] };
  const { email, name, locale, roles, organizations } = user;
  return { email, name, locale, roles: [...roles], organizations: [...organizations] };
}

/** The product's backend works for every organization, so its tokens name none: an empty list would bind it to nobody. */
function machineClaims(clientId: string | undefined): Record<string, unknown> {
  return { name: clientId, roles: clientId === BACKEND_CLIENT ? [SENDER_ROLE] : [] };
}

/** Nobody is asked for consent: the clients are our own. */
async function consentToEverything({ oidc }: KoaContextWithOIDC) {
  const { client, session, provider } = oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const known = oidc.result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  if (existing !== undefined) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile email offline_access');
  grant.addResourceScope(API_AUDIENCE, API_SCOPE);
  await grant.save();
  return grant;
}
