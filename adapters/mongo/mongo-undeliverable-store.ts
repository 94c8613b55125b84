import type { Model } from 'mongoose';

import type {
  Undeliverable,
  UndeliverableFilter,
  UndeliverableNotice,
  UndeliverableStore,
} from '../../activities/ports/undeliverable-store';
import { CatalogueError } from '../../domain/errors';
import type { ListPage } from '../../domain/list-order';
import type { RefusalCount } from '../../domain/undeliverables/refusal-pattern';
import type { MongoConnection } from './mongo-connection';
import { given, sortedPage, within, type StoredFields } from './sorted-page';
import { insertedNow } from './store-schema';
import {
  toUndeliverable,
  toUndeliverableDocument,
  undeliverableSchema,
  type UndeliverableDocument,
} from './undeliverable-schema';

const storedFields: StoredFields<'undeliverables'> = {
  recordedAt: { path: 'recordedAt', isDate: true },
  recipient: { path: 'recipient' },
};

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

  async list(filter: UndeliverableFilter, page: ListPage<'undeliverables'>): Promise<readonly Undeliverable[]> {
    const { organizationId, since, until, ...exact } = filter;
    const { behind, sort, limit } = sortedPage('undeliverables', page, storedFields);
    const query = {
      organizationId,
      ...given(exact),
      $and: [behind, within(storedFields.recordedAt, { since, until })],
    };
    const found = await this.#mongo.run(
      async () => await this.#undeliverables.find(query, null, { sort, limit }).lean<UndeliverableDocument[]>(),
    );
    return found.map(toUndeliverable);
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
