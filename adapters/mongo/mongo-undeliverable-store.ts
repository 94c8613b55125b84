import { trusted, type Model } from 'mongoose';

import type {
  Undeliverable,
  UndeliverableFilter,
  UndeliverableNotice,
  UndeliverableStore,
} from '../../activities/ports/undeliverable-store';
import { CatalogueError } from '../../domain/errors';
import type { RefusalCount } from '../../domain/undeliverables/refusal-pattern';
import type { MongoConnection } from './mongo-connection';
import { olderThan } from './newest-first';
import { insertedNow } from './store-schema';
import {
  toUndeliverable,
  toUndeliverableDocument,
  undeliverableSchema,
  type UndeliverableDocument,
} from './undeliverable-schema';

const newestFirst = { sort: { recordedAt: -1, _id: -1 } } as const;

/** What did not arrive, and who was told; each recorded once. */
export class MongoUndeliverableStore implements UndeliverableStore {
  readonly #mongo: MongoConnection;
  readonly #undeliverables: Model<UndeliverableDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#undeliverables = mongo.model('Undeliverable', undeliverableSchema);
  }

  async record(undeliverable: Undeliverable): Promise<Undeliverable> {
    const document = toUndeliverableDocument(undeliverable);
    return await this.#mongo.run(async () => {
      if (await insertedNow(this.#undeliverables, document)) return undeliverable;
      return await this.#standing(undeliverable.id);
    });
  }

  async reserveNotice(id: string, notice: UndeliverableNotice): Promise<Undeliverable> {
    return await this.#mongo.run(async () => {
      await this.#undeliverables.updateOne({ _id: id, notice: null }, { $set: { notice } });
      return await this.#standing(id);
    });
  }

  async find(organizationId: string, id: string): Promise<Undeliverable | null> {
    const found = await this.#mongo.run(
      async () => await this.#undeliverables.findOne({ _id: id, organizationId }).lean<UndeliverableDocument>(),
    );
    return found && toUndeliverable(found);
  }

  async list(filter: UndeliverableFilter): Promise<readonly Undeliverable[]> {
    const { organizationId, since, limit, before, ...exact } = filter;
    return await this.#mongo.run(async () => {
      const cursor = await olderThan(this.#undeliverables, 'recordedAt', organizationId, before);
      if (cursor === null) return [];
      const given = Object.fromEntries(Object.entries(exact).filter(([, value]) => value !== undefined));
      const recent = since === undefined ? {} : { recordedAt: trusted({ $gte: new Date(since) }) };
      const query = { organizationId, ...given, $and: [cursor, recent] };
      const found = await this.#undeliverables
        .find(query, null, { ...newestFirst, limit })
        .lean<UndeliverableDocument[]>();
      return found.map(toUndeliverable);
    });
  }

  async refusalCounts(organizationId: string, since: string): Promise<readonly RefusalCount[]> {
    const match = { organizationId, recordedAt: { $gte: new Date(since) }, route: 'customer' };
    return await this.#mongo.run(
      async () =>
        await this.#undeliverables.aggregate<RefusalCount>([
          { $match: match },
          { $group: { _id: { reason: '$reason', recipient: '$recipient' } } },
          { $group: { _id: '$_id.reason', recipients: { $sum: 1 } } },
          { $project: { _id: 0, reason: '$_id', recipients: 1 } },
        ]),
    );
  }

  /** Changes nothing, but as a write it waits until what stands there is durable. */
  async #standing(_id: string): Promise<Undeliverable> {
    const unchanged = { $setOnInsert: { _id } };
    const found = await this.#undeliverables.findOneAndUpdate({ _id }, unchanged).lean<UndeliverableDocument>();
    if (found === null) throw new CatalogueError('INTERNAL', 'An undeliverable was never recorded');
    return toUndeliverable(found);
  }
}
