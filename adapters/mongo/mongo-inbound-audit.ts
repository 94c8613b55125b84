import type { Model } from 'mongoose';

import type { InboundAudit } from '../../activities/ports/inbound-audit';
import type { InboundRefusal } from '../../domain/inbound/inbound-refusal';
import { inboundRefusalSchema, type RefusalDocument } from './inbound-refusal-schema';
import type { MongoConnection } from './mongo-connection';

/** Networks that are told apart between two writes; what comes from further ones is noted together. */
const mostPending = 1_000;
const restNetwork = 'others';

type Pending = Omit<RefusalDocument, '_id'>;

export interface InboundAuditOptions {
  /** How often counts are written, in milliseconds. Default 5 s. */
  readonly everyMs?: number;
  readonly onError: (error: unknown) => void;
}

/** Refusals counted by hour, reason and network, in memory first: a flood costs a few writes every few seconds. */
export class MongoInboundAudit implements InboundAudit {
  readonly #mongo: MongoConnection;
  readonly #refusals: Model<RefusalDocument>;
  readonly #options: InboundAuditOptions;
  #pending = new Map<string, Pending>();
  #timer: NodeJS.Timeout | undefined;

  constructor(mongo: MongoConnection, options: InboundAuditOptions) {
    this.#mongo = mongo;
    this.#refusals = mongo.model('InboundRefusal', inboundRefusalSchema);
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
