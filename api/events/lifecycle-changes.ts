import type { Identity } from '../../activities/ports/access-token-verifier';
import type { FeedPlace } from '../../activities/ports/event-feed';
import type { Role } from '../../domain/actor';
import type { LifecycleState } from '../../domain/lifecycle/state';
import type { ApiDependencies } from '../dependencies';
import { organizationEvent } from '../schemas/event';
import { organizationView } from '../views/organization-view';
import { reviewItemView } from '../views/review-view';
import { encodeFeedPlace } from './event-place';
import type { EventSource } from './event-stream';

const atOnce = 100;

/** Changes of all organizations: each as it stands by now, and its place in the queue of reviews. */
export function lifecycleChanges(
  { identity, roles }: { readonly identity: Identity; readonly roles: readonly Role[] },
  start: FeedPlace,
  { events: feed }: Pick<ApiDependencies, 'events'>,
): EventSource<FeedPlace> {
  const seesReviews = roles.includes('reviewer') || roles.includes('ops');
  const dataOf = (state: LifecycleState): object => {
    const { draft } = state;
    const isInReview = seesReviews && draft?.status === 'awaiting-review';
    const review = isInReview ? reviewItemView(state, draft, identity) : null;
    return organizationEvent.parse({ organization: organizationView(state), review });
  };
  return {
    start,
    encode: encodeFeedPlace,
    async next(place) {
      const found = await feed.lifecycles(place, atOnce);
      const events = found.map((each) => {
        return { id: encodeFeedPlace(each.place), event: 'organization', data: dataOf(each.item) };
      });
      return { events, place: found.at(-1)?.place ?? place };
    },
  };
}
