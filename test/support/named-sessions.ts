import type { Identity } from '../../activities/ports/access-token-verifier';
import { CatalogueError } from '../../domain/errors';
import { NoDashboardSessions } from './fakes/no-dashboard-sessions';

/** Dashboards where a test says who is logged in; logins themselves are tested with a real identity provider. */
export class NamedSessions extends NoDashboardSessions {
  readonly #identities = new Map<string, Identity>();

  override readonly identify = async (key: string): Promise<Identity> => {
    const identity = this.#identities.get(key);
    if (!identity) throw new CatalogueError('UNAUTHENTICATED');
    return identity;
  };

  logIn(key: string, identity: Identity): void {
    this.#identities.set(key, identity);
  }
}
