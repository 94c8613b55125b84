import { trusted, type Model } from 'mongoose';

import type {
  InboundRefusalCount,
  InboundRefusalFilter,
  InboundRefusalReader,
} from '../../activities/ports/inbound-audit';
import { inboundRefusalSchema, type RefusalDocument } from './inbound-refusal-schema';
import type { MongoConnection } from './mongo-connection';

/** What the listeners refused, for those who look after them. */
export class MongoInboundRefusals implements InboundRefusalReader {
  readonly #mongo: MongoConnection;
  readonly #refusals: Model<RefusalDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#refusals = mongo.model('InboundRefusal', inboundRefusalSchema);
  }

  /** Ids begin with the hour, so that they stand in the order of time, and stay there while the counts grow. */
  async list({ reason, limit, before }: InboundRefusalFilter): Promise<readonly InboundRefusalCount[]> {
    const query = {
      ...(reason && { reason }),
      ...(before !== null && { _id: trusted({ $lt: before }) }),
    };
    const found = await this.#mongo.run(
      async () => await this.#refusals.find(query, null, { sort: { _id: -1 }, limit }).lean<RefusalDocument[]>(),
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
