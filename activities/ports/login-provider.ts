import type { Secret } from '../../domain/secret';
import type { Identity } from './access-token-verifier';

/** What has to be remembered between leaving for the identity provider and coming back from it; none of it is shown. */
export interface LoginAttempt {
  /** RFC 6749 section 10.12: names the attempt in the answer. */
  readonly state: string;
  /** OpenID Connect Core section 3.1.2.1: binds the ID token to the attempt. */
  readonly nonce: string;
  /** RFC 7636: proves that whoever redeems the code asked for it. */
  readonly codeVerifier: string;
}

/** What the identity provider grants after a login or a refresh. */
export interface LoginGrant {
  readonly identity: Identity;
  /** Until when the provider vouches for the identity; later it has to be refreshed. */
  readonly validUntil: Date;
  /** Absent where the provider gives none; then the session ends at `validUntil`. */
  readonly refreshToken: Secret | null;
  /** Names the session to the provider when it is to end; null where a refresh brought no new one. */
  readonly idToken: Secret | null;
  /** The provider's own session id (`sid`), by which a back-channel logout may name it. */
  readonly providerSession: string | null;
}

/** Whose sessions a back-channel logout ends: those of one session of the provider, or all of a subject. */
export interface LogoutNotice {
  /** `jti`: the same notice counts once. */
  readonly id: string;
  readonly subject: string | null;
  readonly providerSession: string | null;
}

/** The dashboards' way to the identity provider: authorization code with PKCE (OpenID Connect Core 1.0, RFC 7636). */
export interface LoginProvider {
  /** The address where a browser logs in. Throws IDENTITY_UNAVAILABLE. */
  begin(): Promise<{ readonly url: string; readonly attempt: LoginAttempt }>;
  /** Redeems the answer that the browser brought back. Throws LOGIN_REFUSED or IDENTITY_UNAVAILABLE. */
  finish(attempt: LoginAttempt, answer: URLSearchParams): Promise<LoginGrant>;
  /** Throws LOGIN_REFUSED when the provider no longer vouches for the person, or IDENTITY_UNAVAILABLE. */
  refresh(refreshToken: Secret): Promise<LoginGrant>;
  /** Where the browser ends the provider's session as well; null where it has no such place (RP-Initiated Logout 1.0). */
  logoutUrl(idToken: Secret | null): Promise<string | null>;
  /** Reads a logout token (Back-Channel Logout 1.0). Throws LOGOUT_TOKEN_INVALID or IDENTITY_UNAVAILABLE. */
  readLogoutToken(token: string): Promise<LogoutNotice>;
}
