import { trusted, type Model } from 'mongoose';

import type { AnnouncementLedger, News } from '../../activities/ports/announcement-ledger';
import { chainedEntry } from './chained-entry';
import { auditSchema, lifecycleSchema, type AuditDocument, type LifecycleDocument } from './lifecycle-schemas';
import type { MongoConnection } from './mongo-connection';

/** The audit trail is the queue of what has to be announced; the projection remembers how far that has come. */
export class MongoAnnouncementLedger implements AnnouncementLedger {
  readonly #mongo: MongoConnection;
  readonly #organizations: Model<LifecycleDocument>;
  readonly #trail: Model<AuditDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#organizations = mongo.model('Organization', lifecycleSchema);
    this.#trail = mongo.model('AuditEntry', auditSchema);
  }

  /** Not beyond the projection: an entry is announced when the state that it led to can be read. */
  async news(organizationId: string, limit: number): Promise<News | null> {
    return await this.#mongo.run(async () => {
      const found = await this.#organizations.findOne({ _id: organizationId }).lean<LifecycleDocument>();
      if (!found) return null;
      const sequence = trusted({ $gt: found.announced ?? 0, $lte: found.version });
      const options = { sort: { sequence: 1 }, limit } as const;
      const entries = await this.#trail.find({ organizationId, sequence }, null, options).lean<AuditDocument[]>();
      return { state: found.state, entries: entries.map(chainedEntry) };
    });
  }

  /** The mark of something new stays while the projection has moved on meanwhile. */
  async settle(organizationId: string, sequence: number): Promise<void> {
    await this.#mongo.run(async () => {
      await this.#organizations.updateOne({ _id: organizationId }, { $max: { announced: sequence } });
      await this.#organizations.updateOne(
        { _id: organizationId, version: trusted({ $lte: sequence }) },
        { $set: { hasNews: false } },
      );
    });
  }

  async organizationsWithNews(limit: number): Promise<readonly string[]> {
    const found = await this.#mongo.run(
      async () =>
        await this.#organizations
          .find({ hasNews: true }, { _id: 1 }, { limit })
          .lean<Pick<LifecycleDocument, '_id'>[]>(),
    );
    return found.map(({ _id }) => _id);
  }
}
