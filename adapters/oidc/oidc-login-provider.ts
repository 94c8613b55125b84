import * as oidc from 'openid-client';

import type { AccessTokenVerifier } from '../../activities/ports/access-token-verifier';
import type { LoginAttempt, LoginGrant, LoginProvider, LogoutNotice } from '../../activities/ports/login-provider';
import { CatalogueError } from '../../domain/errors';
import { Secret } from '../../domain/secret';
import { LogoutTokenReader } from './logout-token-reader';

export interface OidcLoginProviderOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scope: string;
  /** RFC 8707, for providers that make access tokens for the resource that was asked for. */
  readonly resource?: string;
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string;
  /** Where the provider sends the browser after a logout. */
  readonly afterLogoutUri: string;
  /** Reads whom an access token speaks for, exactly as the API does for every other caller. */
  readonly tokens: Pick<AccessTokenVerifier, 'verify'>;
  readonly clock: () => Date;
}

const timeoutSeconds = 5;
/** Used where the provider does not tell how long its access token lives. */
const usualLifetimeSeconds = 300;

type Tokens = oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;

/** The dashboards' login at any OpenID Connect provider, by a certified client library. */
export class OidcLoginProvider implements LoginProvider {
  readonly #options: OidcLoginProviderOptions;
  readonly #logoutTokens: LogoutTokenReader;
  #discovery: Promise<oidc.Configuration> | undefined;

  constructor(options: OidcLoginProviderOptions) {
    this.#options = options;
    this.#logoutTokens = new LogoutTokenReader({ issuer: options.issuer, clientId: options.clientId });
  }

  async begin(): Promise<{ url: string; attempt: LoginAttempt }> {
    const attempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
    };
    const url = oidc.buildAuthorizationUrl(await this.#client(), {
      ...this.#resource(),
      redirect_uri: this.#options.redirectUri,
      scope: this.#options.scope,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, attempt };
  }

  async finish(attempt: LoginAttempt, answer: URLSearchParams): Promise<LoginGrant> {
    const client = await this.#client();
    const location = new URL(this.#options.redirectUri);
    location.search = answer.toString();
    const checks = {
      pkceCodeVerifier: attempt.codeVerifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    };
    return this.#granted(async () => oidc.authorizationCodeGrant(client, location, checks, this.#resource()));
  }

  async refresh(refreshToken: Secret): Promise<LoginGrant> {
    const client = await this.#client();
    const grant = await this.#granted(async () =>
      oidc.refreshTokenGrant(client, refreshToken.reveal(), this.#resource()),
    );
    return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
  }

  async logoutUrl(idToken: Secret | null): Promise<string | null> {
    const client = await this.#client();
    if (client.serverMetadata().end_session_endpoint === undefined) return null;
    const { afterLogoutUri, clientId } = this.#options;
    const hint: Record<string, string> = idToken ? { id_token_hint: idToken.reveal() } : { client_id: clientId };
    return oidc.buildEndSessionUrl(client, { ...hint, post_logout_redirect_uri: afterLogoutUri }).href;
  }

  async readLogoutToken(token: string): Promise<LogoutNotice> {
    return this.#logoutTokens.read(token);
  }

  async #granted(request: () => Promise<Tokens>): Promise<LoginGrant> {
    const tokens = await asking(request);
    const claims = tokens.claims();
    const sid = claims?.['sid'];
    return {
      identity: await this.#identityOf(tokens),
      validUntil: new Date(this.#options.clock().getTime() + (tokens.expiresIn() ?? usualLifetimeSeconds) * 1000),
      refreshToken: secretOrNull(tokens.refresh_token),
      idToken: secretOrNull(tokens.id_token),
      providerSession: typeof sid === 'string' ? sid : null,
    };
  }

  /** A token that the API itself would not take is no login. */
  async #identityOf(tokens: Tokens) {
    try {
      return await this.#options.tokens.verify(tokens.access_token);
    } catch (cause) {
      const isRefusal = cause instanceof CatalogueError && cause.code === 'UNAUTHENTICATED';
      throw isRefusal ? new CatalogueError('LOGIN_REFUSED', undefined, { cause }) : cause;
    }
  }

  #resource(): Record<string, string> {
    const { resource } = this.#options;
    return resource === undefined ? {} : { resource };
  }

  async #client(): Promise<oidc.Configuration> {
    const discovery = (this.#discovery ??= this.#discover());
    try {
      return await discovery;
    } catch (error) {
      if (this.#discovery === discovery) this.#discovery = undefined;
      throw new CatalogueError('IDENTITY_UNAVAILABLE', undefined, { cause: error });
    }
  }

  async #discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = this.#options;
    const address = new URL(issuer);
    return oidc.discovery(address, clientId, clientSecret.reveal(), undefined, {
      timeout: timeoutSeconds,
      execute: address.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
    });
  }
}

/** What the provider refuses is a refused login; what does not come through is a provider that is away. */
async function asking<Result>(request: () => Promise<Result>): Promise<Result> {
  try {
    return await request();
  } catch (cause) {
    throw new CatalogueError(isAway(cause) ? 'IDENTITY_UNAVAILABLE' : 'LOGIN_REFUSED', undefined, { cause });
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof oidc.ResponseBodyError) return error.status >= 500;
  if (error instanceof oidc.ClientError) return error.code === undefined || unreachableCodes.has(error.code);
  return !(error instanceof oidc.AuthorizationResponseError || error instanceof oidc.WWWAuthenticateChallengeError);
}

const unreachableCodes = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_JSON']);

function secretOrNull(text: string | undefined): Secret | null {
  return text === undefined ? null : new Secret(text);
}
