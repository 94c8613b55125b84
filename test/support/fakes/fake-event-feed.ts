import type { EventFeed, FeedPlace, OrganizationPlace } from '../../../activities/ports/event-feed';
import type { FakeLifecycle } from './fake-lifecycle';

const beginning: FeedPlace = { at: 0, id: '' };

/** Tells the entries of a lifecycle in memory, and nothing else; the rest is tested with the database. */
export class FakeEventFeed implements EventFeed {
  readonly #lifecycle: FakeLifecycle;

  constructor(lifecycle: FakeLifecycle) {
    this.#lifecycle = lifecycle;
  }

  async organizationPlace(organizationId: string): Promise<OrganizationPlace | null> {
    const state = await this.#lifecycle.find(organizationId);
    return state && { trail: state.version, checks: beginning, mails: beginning };
  }

  async entries(organizationId: string, after: number, limit: number): ReturnType<EventFeed['entries']> {
    const trail = await this.#lifecycle.auditTrail(organizationId, { limit: Infinity });
    const inOrder = trail.toReversed().filter(({ sequence }) => sequence > after);
    return inOrder.slice(0, limit);
  }

  async checks(): ReturnType<EventFeed['checks']> {
    return [];
  }

  async mails(): ReturnType<EventFeed['mails']> {
    return [];
  }

  async lifecyclesPlace(): Promise<FeedPlace> {
    return beginning;
  }

  async lifecycles(): ReturnType<EventFeed['lifecycles']> {
    return [];
  }
}
