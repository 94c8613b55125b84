import type { Identity } from './access-token-verifier';
import type { LoginAttempt } from './login-provider';

/** A login that is under way; the browser that began it holds a key that only this browser has. */
export interface PendingLogin extends LoginAttempt {
  /** Digest of the browser's key. */
  readonly browser: string;
  /** A path of our own. */
  readonly returnTo: string;
  readonly expiresAt: Date;
}

/** A dashboard session. Its id is a digest of the cookie, so that whoever reads the store can take over no session. */
export interface Session {
  readonly id: string;
  readonly identity: Identity;
  /** Until when the identity provider vouches for the identity. */
  readonly identityValidUntil: Date;
  readonly providerSession: string | null;
  /** The provider's tokens, sealed under a key that only the cookie gives. */
  readonly tokens: Uint8Array;
  /** Counts refreshes: only one of several that run at once is kept. */
  readonly generation: number;
  readonly createdAt: Date;
  /** When the session ends if nobody uses it; every use moves it on. */
  readonly idleUntil: Date;
  /** When the session ends in any case. */
  readonly endsAt: Date;
}

export type RenewedSession = Pick<Session, 'identity' | 'identityValidUntil' | 'tokens'>;

/** Keeps dashboard sessions and the logins that lead to them. All methods throw STORE_UNAVAILABLE. */
export interface SessionStore {
  savePendingLogin(login: PendingLogin): Promise<void>;
  /** Takes the login out, so that an answer counts once; null where there is none or it has expired. */
  takePendingLogin(state: string, now: Date): Promise<PendingLogin | null>;
  create(session: Session): Promise<void>;
  /** A session that has neither ended nor idled too long. */
  find(id: string, now: Date): Promise<Session | null>;
  /** Moves the idle limit on. */
  touch(id: string, idleUntil: Date): Promise<void>;
  /** Claims the refresh of this generation until then; false when somebody else is at it or was faster. */
  claimRefresh(id: string, generation: number, until: Date, now: Date): Promise<boolean>;
  /** Keeps what a refresh brought; false when the session has ended or another refresh was faster. */
  renew(id: string, generation: number, renewed: RenewedSession): Promise<boolean>;
  end(id: string): Promise<void>;
  /** Ends the sessions that a back-channel logout names; the number of them, or null when this notice came before. */
  endByNotice(notice: { id: string; subject: string | null; providerSession: string | null }): Promise<number | null>;
}
