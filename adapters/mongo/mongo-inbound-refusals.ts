import type { Model } from 'mongoose';

import type {
  InboundRefusalCount,
  InboundRefusalFilter,
  InboundRefusalReader,
} from '../../activities/ports/inbound-audit';
import { inboundRefusalSchema, type RefusalDocument } from './inbound-refusal-schema';
import type { ListPage } from '../../domain/list-order';
import type { MongoConnection } from './mongo-connection';
import { given, sortedPage, type StoredFields } from './sorted-page';

const storedFields: StoredFields<'inboundRefusals'> = {
  // Ids begin with the hour, so that they stand in the order of time, and stay there while the counts grow.
  hour: { path: '_id', isUnique: true },
  count: { path: 'count' },
};

/** What the listeners refused, for those who look after them. */
export class MongoInboundRefusals implements InboundRefusalReader {
  readonly #mongo: MongoConnection;
  readonly #refusals: Model<RefusalDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#refusals = mongo.model('InboundRefusal', inboundRefusalSchema);
  }

  async list(
    { reason }: InboundRefusalFilter,
    page: ListPage<'inboundRefusals'>,
  ): Promise<readonly InboundRefusalCount[]> {
    const { behind, sort, limit } = sortedPage('inboundRefusals', page, storedFields);
    const query = { ...given({ reason }), $and: [behind] };
    const found = await this.#mongo.run(
      async () => await this.#refusals.find(query, null, { sort, limit }).lean<RefusalDocument[]>(),
    );
    return found.map(({ _id, reason: kind, network, count, firstAt, lastAt }) => ({
      id: _id,
      reason: kind,
      network,
      count,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    }));
  }
}
