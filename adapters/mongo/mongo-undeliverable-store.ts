import { trusted, type Model } from 'mongoose';

import type { Undeliverable, UndeliverableStore } from '../../activities/ports/undeliverable-store';
import { CatalogueError } from '../../domain/errors';
import type { MongoConnection } from './mongo-connection';
import { serverAnswer } from './outbox-schema';
import { insertedNow, storeSchema } from './store-schema';

type UndeliverableDocument = Omit<Undeliverable, 'id' | 'recordedAt'> & {
  readonly _id: string;
  readonly recordedAt: Date;
};

const schema = storeSchema<UndeliverableDocument>(
  'undeliverables',
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    mailId: { type: String, required: true },
    recipient: { type: String, required: true },
    cause: { type: String, required: true, enum: ['refused', 'expired'] },
    answer: { type: serverAnswer, default: null },
    noticeTo: { type: String, required: true },
    noticeMailId: { type: String, required: true },
    recordedAt: { type: Date, required: true },
  },
  [{ fields: { organizationId: 1, recordedAt: -1, _id: -1 }, options: { name: 'newest_first' } }],
);

const newestFirst = { sort: { recordedAt: -1, _id: -1 } } as const;

/** What did not arrive, and who was told; each recorded once. */
export class MongoUndeliverableStore implements UndeliverableStore {
  readonly #mongo: MongoConnection;
  readonly #undeliverables: Model<UndeliverableDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#undeliverables = mongo.model('Undeliverable', schema);
  }

  async record(undeliverable: Undeliverable): Promise<Undeliverable> {
    const document = toDocument(undeliverable);
    return await this.#mongo.run(async () => {
      if (await insertedNow(this.#undeliverables, document)) return undeliverable;
      return await this.#standing(undeliverable.id);
    });
  }

  async list(filter: {
    organizationId: string;
    limit: number;
    before: string | null;
  }): Promise<readonly Undeliverable[]> {
    const { organizationId, limit, before } = filter;
    return await this.#mongo.run(async () => {
      const cursor = before === null ? {} : await this.#olderThan(organizationId, before);
      if (cursor === null) return [];
      const query = this.#undeliverables.find({ organizationId, ...cursor }, null, { ...newestFirst, limit });
      const found = await query.lean<UndeliverableDocument[]>();
      return found.map(fromDocument);
    });
  }

  /** Changes nothing, but as a write it waits until what stands there is durable. */
  async #standing(_id: string): Promise<Undeliverable> {
    const unchanged = { $setOnInsert: { _id } };
    const found = await this.#undeliverables.findOneAndUpdate({ _id }, unchanged).lean<UndeliverableDocument>();
    if (found === null) throw new CatalogueError('STORE_UNAVAILABLE');
    return fromDocument(found);
  }

  async #olderThan(organizationId: string, id: string): Promise<object | null> {
    const last = await this.#undeliverables.findOne({ _id: id, organizationId }).lean<UndeliverableDocument>();
    if (last === null) return null;
    const { recordedAt, _id } = last;
    return {
      recordedAt: trusted({ $lte: recordedAt }),
      $or: [{ recordedAt: trusted({ $lt: recordedAt }) }, { recordedAt, _id: trusted({ $lt: _id }) }],
    };
  }
}

function toDocument(undeliverable: Undeliverable): UndeliverableDocument {
  const { id, recordedAt, ...rest } = undeliverable;
  return { _id: id, ...rest, recordedAt: new Date(recordedAt) };
}

function fromDocument(document: UndeliverableDocument): Undeliverable {
  const { _id, recordedAt, ...rest } = document;
  return { id: _id, ...rest, recordedAt: recordedAt.toISOString() };
}
