import type { ReviewPresence, ReviewVisit } from '../../../activities/ports/review-presence';

type Visit = Parameters<ReviewPresence['note']>[0];

/** Visits in memory, by the rules of the port. */
export class FakeReviewPresence implements ReviewPresence {
  readonly #visits = new Map<string, Visit & { readonly since: string }>();

  async note(visit: Visit): Promise<readonly ReviewVisit[]> {
    const key = `${visit.organizationId} ${visit.viewer.subject}`;
    const before = this.#visits.get(key);
    const since = before && before.until >= visit.now ? before.since : visit.now;
    this.#visits.set(key, { ...visit, since });
    return [...this.#visits.values()]
      .filter(({ organizationId, viewer, until }) => {
        return organizationId === visit.organizationId && viewer.subject !== visit.viewer.subject && until >= visit.now;
      })
      .toSorted((one, other) => one.since.localeCompare(other.since))
      .map(({ viewer, since: begun }) => ({ viewer, since: begun }));
  }
}
