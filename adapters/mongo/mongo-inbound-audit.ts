import type { Model } from 'mongoose';

import type {
  InboundAudit,
  InboundRefusal,
  InboundRefusalCount,
  InboundRefusalReader,
} from '../../activities/ports/inbound-audit';
import type { MongoConnection } from './mongo-connection';
import { storeSchema } from './store-schema';

interface RefusalDocument {
  /** Hour, reason and network. */
  readonly _id: string;
  readonly reason: InboundRefusal;
  readonly network: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

const keptDays = 90;
const daySeconds = 24 * 60 * 60;
/** Networks that are told apart between two writes; what comes from further ones is noted together. */
const mostPending = 1_000;
const restNetwork = 'others';

const schema = storeSchema<RefusalDocument>(
  'inbound_refusals',
  {
    _id: { type: String, required: true },
    reason: { type: String, required: true, enum: ['foreign', 'unknown', 'forged', 'expired'] },
    network: { type: String, required: true },
    count: { type: Number, required: true },
    firstAt: { type: Date, required: true },
    lastAt: { type: Date, required: true },
  },
  [{ fields: { lastAt: -1 }, options: { name: 'kept_for_a_while', expireAfterSeconds: keptDays * daySeconds } }],
);

type Pending = Omit<RefusalDocument, '_id'>;

export interface InboundAuditOptions {
  /** How often counts are written, in milliseconds. Default 5 s. */
  readonly everyMs?: number;
  readonly onError: (error: unknown) => void;
}

/** Refusals counted by hour, reason and network, in memory first: a flood costs a few writes every few seconds. */
export class MongoInboundAudit implements InboundAudit, InboundRefusalReader {
  readonly #mongo: MongoConnection;
  readonly #refusals: Model<RefusalDocument>;
  readonly #options: InboundAuditOptions;
  #pending = new Map<string, Pending>();
  #timer: NodeJS.Timeout | undefined;

  constructor(mongo: MongoConnection, options: InboundAuditOptions) {
    this.#mongo = mongo;
    this.#refusals = mongo.model('InboundRefusal', schema);
    this.#options = options;
  }

  note({ reason, network, at }: { reason: InboundRefusal; network: string; at: Date }): void {
    const counted = this.#pending.size < mostPending ? network : restNetwork;
    const key = `${at.toISOString().slice(0, 13)}/${reason}/${counted}`;
    const { count = 0, firstAt = at } = this.#pending.get(key) ?? {};
    this.#pending.set(key, { reason, network: counted, count: count + 1, firstAt, lastAt: at });
    this.#timer ??= setTimeout(() => void this.#flushQuietly(), this.#options.everyMs ?? 5_000).unref();
  }

  /** Writes what is pending. Throws STORE_UNAVAILABLE, and then keeps it for the next time. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const writing = this.#pending;
    this.#pending = new Map();
    try {
      for (const [key, pending] of writing) {
        await this.#add(key, pending);
        writing.delete(key);
      }
    } finally {
      this.#keep(writing);
    }
  }

  async recent(limit: number): Promise<readonly InboundRefusalCount[]> {
    const options = { sort: { lastAt: -1 }, limit } as const;
    const query = async () => await this.#refusals.find({}, null, options).lean<RefusalDocument[]>();
    const found = await this.#mongo.run(query);
    return found.map(({ reason, network, count, firstAt, lastAt }) => ({
      reason,
      network,
      count,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    }));
  }

  async #flushQuietly(): Promise<void> {
    try {
      await this.flush();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  async #add(key: string, { reason, network, count, firstAt, lastAt }: Pending): Promise<void> {
    const update = {
      $setOnInsert: { reason, network, firstAt },
      $max: { lastAt },
      $inc: { count },
    };
    await this.#mongo.run(async () => await this.#refusals.updateOne({ _id: key }, update, { upsert: true }));
  }

  /** Puts back what could not be written; what was noted meanwhile is added to it. */
  #keep(unwritten: ReadonlyMap<string, Pending>): void {
    for (const [key, old] of unwritten) {
      const { count = 0, lastAt = old.lastAt } = this.#pending.get(key) ?? {};
      this.#pending.set(key, { ...old, count: old.count + count, lastAt });
    }
  }
}
