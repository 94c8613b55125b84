import type { Role } from '../../domain/actor';
import type { Scope } from '../../domain/scopes';

/** Whom an access token speaks for. */
export interface Identity {
  /** The identity provider's stable `sub`. */
  readonly subject: string;
  /** Roles that this product knows; others in the token are ignored. */
  readonly roles: readonly Role[];
  /** Organizations that the token is bound to, none where the list is empty; null when it has no such claim. */
  readonly organizations: readonly string[] | null;
  /** Scopes of this API that the token names; others are ignored. */
  readonly scopes: readonly Scope[];
  readonly email?: string;
  readonly name?: string;
  /** What the provider says of the human being behind the account; the same for all accounts of a person. */
  readonly personId?: string;
}

export interface AccessTokenVerifier {
  /**
   * Whom the token speaks for. Throws UNAUTHENTICATED for anything but a valid access token for this API, and
   * IDENTITY_UNAVAILABLE when the provider's keys cannot be had.
   */
  verify(token: string): Promise<Identity>;
  /** Resolves when the provider's keys can be had. Throws IDENTITY_UNAVAILABLE. */
  ping(): Promise<void>;
}
