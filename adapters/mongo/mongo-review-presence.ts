import { trusted, type Model } from 'mongoose';

import type { ReviewPresence, ReviewViewer, ReviewVisit } from '../../activities/ports/review-presence';
import { roles } from '../../domain/actor';
import type { MongoConnection } from './mongo-connection';
import { isDuplicateKey } from './store-failure';
import { partSchema, storeSchema } from './store-schema';

interface VisitDocument {
  /** Organization and subject. */
  readonly _id: string;
  readonly organizationId: string;
  readonly viewer: ReviewViewer;
  readonly since: Date;
  readonly until: Date;
}

/** More people than that in front of one review are no news any more. */
const mostShown = 20;

const viewer = partSchema<ReviewViewer>({
  subject: { type: String, required: true },
  name: { type: String, default: null },
  roles: { type: [{ type: String, enum: roles }], required: true },
});

const schema = storeSchema<VisitDocument>(
  'review_visits',
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    viewer: { type: viewer, required: true },
    since: { type: Date, required: true },
    until: { type: Date, required: true },
  },
  [
    { fields: { organizationId: 1, since: 1 }, options: { name: 'organization_longest_first' } },
    { fields: { until: 1 }, options: { name: 'over', expireAfterSeconds: 0 } },
  ],
);

/** One document for each person and review; the database removes it some time after the last word. */
export class MongoReviewPresence implements ReviewPresence {
  readonly #mongo: MongoConnection;
  readonly #visits: Model<VisitDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#visits = mongo.model('ReviewVisit', schema);
  }

  async note(visit: Parameters<ReviewPresence['note']>[0]): Promise<readonly ReviewVisit[]> {
    const now = new Date(visit.now);
    return await this.#mongo.run(async () => {
      await this.#keep(visit, now);
      const { organizationId } = visit;
      const others = {
        organizationId,
        until: trusted({ $gte: now }),
        'viewer.subject': trusted({ $ne: visit.viewer.subject }),
      };
      const options = { sort: { since: 1 }, limit: mostShown } as const;
      const found = await this.#visits.find(others, null, options).lean<VisitDocument[]>();
      return found.map(({ viewer: { subject, name, roles: held }, since }) => ({
        viewer: { subject, name, roles: held },
        since: since.toISOString(),
      }));
    });
  }

  /** A visit that is not over goes on; otherwise a new one begins. Two windows of one person are one visit. */
  async #keep(visit: Parameters<ReviewPresence['note']>[0], now: Date): Promise<void> {
    const { organizationId, viewer: who } = visit;
    const id = `${organizationId} ${who.subject}`;
    const until = new Date(visit.until);
    const { matchedCount } = await this.#visits.updateOne(
      { _id: id, until: trusted({ $gte: now }) },
      { $set: { until } },
    );
    if (matchedCount > 0) return;
    const begun = { organizationId, viewer: who, since: now, until };
    try {
      await this.#visits.updateOne({ _id: id }, { $set: begun }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
