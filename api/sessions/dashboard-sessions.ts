import type { Identity } from '../../activities/ports/access-token-verifier';
import type { LoginGrant, LoginProvider } from '../../activities/ports/login-provider';
import type { Session, SessionStore } from '../../activities/ports/session-store';
import { SessionKey } from '../../adapters/crypto/session-key';
import { CatalogueError } from '../../domain/errors';
import { openTokens, sealTokens } from './session-tokens';

export interface SessionLimits {
  /** Milliseconds without use after which a session ends. */
  readonly idleMs: number;
  /** Milliseconds after the login when a session ends in any case. */
  readonly absoluteMs: number;
}

export interface DashboardSessionsOptions {
  readonly provider: LoginProvider;
  readonly store: SessionStore;
  readonly limits: SessionLimits;
  readonly clock: () => Date;
}

/** Whether a session is used, which keeps it alive, or only looked at. */
export type SessionPurpose = 'use' | 'watch';

/** What a browser is sent away with: where to, and the key that it has to keep. */
export interface Departure {
  readonly location: string;
  readonly key: SessionKey;
}

const pendingMs = 10 * 60 * 1000;
/** The idle limit is moved on at most this often, so that a read costs no write. */
const touchMs = 60_000;
/** How long before its end an identity is refreshed, while it is still good for those who come at the same time. */
const refreshAheadMs = 60_000;
const refreshPatienceMs = 15_000;

/**
 * Sessions of people at the dashboards: made by a login at the identity provider, kept on the server, and known to the
 * browser by a random key alone. The identity is asked for again whenever the provider's word for it runs out, so that a
 * role that was taken away is gone within the life of an access token.
 */
export class DashboardSessions {
  readonly #options: DashboardSessionsOptions;
  /** Refreshes that are under way in this process, by session: requests of one page come together. */
  readonly #refreshes = new Map<string, Promise<Identity>>();

  constructor(options: DashboardSessionsOptions) {
    this.#options = options;
  }

  /** Begins a login. The browser keeps its key over several that are under way. Throws IDENTITY_UNAVAILABLE. */
  async begin(returnTo: string, browserKey: string | undefined): Promise<Departure> {
    const { provider, store } = this.#options;
    const { url, attempt } = await provider.begin();
    const key = SessionKey.from(browserKey) ?? SessionKey.create();
    const expiresAt = this.#after(pendingMs);
    await store.savePendingLogin({ ...attempt, browser: key.digest, returnTo, expiresAt });
    return { location: url, key };
  }

  /**
   * Ends a login with a new session; an older one of the same browser ends. Throws LOGIN_REFUSED for an answer that this
   * browser has not asked for, or that the provider does not stand by, and IDENTITY_UNAVAILABLE.
   */
  async finish(
    answer: URLSearchParams,
    browserKey: string | undefined,
    oldKey: string | undefined,
  ): Promise<Departure> {
    const { provider, store, clock } = this.#options;
    const pending = await store.takePendingLogin(answer.get('state') ?? '', clock());
    if (!pending || SessionKey.from(browserKey)?.digest !== pending.browser) throw new CatalogueError('LOGIN_REFUSED');
    const grant = await provider.finish(pending, answer);
    const key = SessionKey.create();
    await this.#create(key, grant);
    const old = SessionKey.from(oldKey);
    if (old) await store.end(old.digest);
    return { location: pending.returnTo, key };
  }

  /** Whom the browser's session speaks for. Throws UNAUTHENTICATED when it has none, or IDENTITY_UNAVAILABLE. */
  async identify(text: string, purpose: SessionPurpose = 'use'): Promise<Identity> {
    const { store, clock } = this.#options;
    const key = SessionKey.from(text);
    const session = key && (await store.find(key.digest, clock()));
    if (!session) throw new CatalogueError('UNAUTHENTICATED', 'The session has ended; log in again');
    const identity = await this.#currentIdentity(session, key);
    if (purpose === 'use') await this.#touch(session);
    return identity;
  }

  /** Ends the session; tells where the browser ends that of the provider, null where there is no such place. */
  async end(text: string | undefined): Promise<string | null> {
    const { store, provider, clock } = this.#options;
    const key = SessionKey.from(text);
    const session = key && (await store.find(key.digest, clock()));
    if (!session) return null;
    await store.end(session.id);
    return provider.logoutUrl(openTokens(key, session.tokens).idToken);
  }

  /** Ends what the provider's back-channel logout names. Throws LOGOUT_TOKEN_INVALID or IDENTITY_UNAVAILABLE. */
  async endByLogoutToken(token: string): Promise<number | null> {
    const { provider, store } = this.#options;
    return store.endByNotice(await provider.readLogoutToken(token));
  }

  async #create(key: SessionKey, grant: LoginGrant): Promise<void> {
    await this.#options.store.create({
      id: key.digest,
      identity: grant.identity,
      identityValidUntil: grant.validUntil,
      providerSession: grant.providerSession,
      tokens: sealTokens(key, grant),
      generation: 0,
      createdAt: this.#options.clock(),
      idleUntil: this.#after(this.#options.limits.idleMs),
      endsAt: this.#after(this.#options.limits.absoluteMs),
    });
  }

  async #currentIdentity(session: Session, key: SessionKey): Promise<Identity> {
    const leftMs = session.identityValidUntil.getTime() - this.#options.clock().getTime();
    if (leftMs > refreshAheadMs) return session.identity;
    const running = this.#refreshes.get(session.id);
    if (running) return running;
    const refresh = this.#refresh(session, key, leftMs).finally(() => this.#refreshes.delete(session.id));
    this.#refreshes.set(session.id, refresh);
    return refresh;
  }

  async #refresh(session: Session, key: SessionKey, leftMs: number): Promise<Identity> {
    const { refreshToken } = openTokens(key, session.tokens);
    if (refreshToken && (await this.#mayRefresh(session))) {
      return (await this.#refreshed(session, key)) ?? (await this.#afterAnother(session));
    }
    if (leftMs > 0) return session.identity;
    if (refreshToken) return this.#afterAnother(session);
    await this.#options.store.end(session.id);
    throw new CatalogueError('UNAUTHENTICATED', 'The session has ended; log in again');
  }

  async #mayRefresh({ id, generation }: Session): Promise<boolean> {
    const { store, clock } = this.#options;
    return store.claimRefresh(id, generation, this.#after(refreshPatienceMs), clock());
  }

  /** Null where another request was faster. A refusal ends the session. */
  async #refreshed(session: Session, key: SessionKey): Promise<Identity | null> {
    const { store, provider } = this.#options;
    const { refreshToken, idToken } = openTokens(key, session.tokens);
    if (!refreshToken) return null;
    const grant = await provider.refresh(refreshToken).catch(async (error: unknown) => {
      if (!(error instanceof CatalogueError) || error.code !== 'LOGIN_REFUSED') throw error;
      await store.end(session.id);
      throw new CatalogueError('UNAUTHENTICATED', 'The session has ended; log in again', { cause: error });
    });
    if (grant.identity.subject !== session.identity.subject) {
      await store.end(session.id);
      throw new CatalogueError('UNAUTHENTICATED');
    }
    const tokens = sealTokens(key, { ...grant, idToken: grant.idToken ?? idToken });
    const renewed = { identity: grant.identity, identityValidUntil: grant.validUntil, tokens };
    return (await store.renew(session.id, session.generation, renewed)) ? grant.identity : null;
  }

  /** What another request made of the session meanwhile; while that is under way, the caller may come again. */
  async #afterAnother({ id }: Session): Promise<Identity> {
    const { store, clock } = this.#options;
    const now = clock();
    const session = await store.find(id, now);
    if (!session) throw new CatalogueError('UNAUTHENTICATED', 'The session has ended; log in again');
    if (session.identityValidUntil > now) return session.identity;
    throw new CatalogueError('IDENTITY_UNAVAILABLE', 'The session is being renewed; try again in a moment');
  }

  async #touch({ id, idleUntil, endsAt }: Session): Promise<void> {
    const { limits, store } = this.#options;
    const next = Math.min(this.#after(limits.idleMs).getTime(), endsAt.getTime());
    if (next - idleUntil.getTime() >= Math.min(touchMs, limits.idleMs / 10)) await store.touch(id, new Date(next));
  }

  #after(ms: number): Date {
    return new Date(this.#options.clock().getTime() + ms);
  }
}
