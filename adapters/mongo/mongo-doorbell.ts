import { setTimeout as pause } from 'node:timers/promises';

import type { mongo } from 'mongoose';

import type { ArrivalHint, ArrivedMail, MailAnnouncer, MailArrivals } from '../../activities/ports/mail-arrivals';
import { hintsOf, ringOf, sizeOf, type Ring } from './doorbell-ring';
import type { MongoConnection } from './mongo-connection';

type Listener = Parameters<MailArrivals['subscribe']>[1];
type RestListener = Parameters<MailArrivals['subscribeToRest']>[0];

const nothingKnown: ArrivalHint = { categories: null, mails: null };
const collectionName = 'doorbell';
const collectionBytes = 256 * 1024;
const awaitMs = 5_000;
const reopenMs = 500;
/** The embedded engine answers at once that there is nothing new: it is asked again after a hundredth of the time without a ring. */
const lookAgain = { partOfQuiet: 0.01, leastMs: 5, mostMs: 50 } as const;
/** A cursor that has not answered for so long may have missed something. */
const deafAfterMs = 2 * awaitMs;
/**
 * From one ring to the next, and to its being heard where the server does not wait: so long for each mail of the last one, and
 * twice as long as that took where it is more. A mail that comes alone is told of at once; the more there are, and the slower the
 * database, the more share a ring.
 */
const pace = { perMailMs: 4, leastMs: 4, mostMs: 60 } as const;
const namespaceExists = 48;

/**
 * Tells workers within a millisecond or two that mail has come: a small capped collection that every worker reads at its
 * end. Needs no change stream and no replica set, and may forget: nothing depends on it but speed.
 */
export class MongoDoorbell implements MailAnnouncer, MailArrivals {
  readonly #mongo: MongoConnection;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #restListeners = new Set<RestListener>();
  #waiting: ArrivedMail[] = [];
  #isRinging = false;
  #ready: Promise<void> | undefined;
  #cursor: mongo.FindCursor<Ring> | undefined;
  #isListening = false;
  #heardAt = -Infinity;

  constructor(connection: MongoConnection) {
    this.#mongo = connection;
  }

  announce(mails: readonly ArrivedMail[]): void {
    this.#waiting.push(...mails);
    if (!this.#isRinging) void this.#ring();
  }

  get isHearing(): boolean {
    return performance.now() - this.#heardAt < deafAfterMs;
  }

  subscribe(organizationId: string, onMail: Listener): () => void {
    const listeners = this.#listeners.get(organizationId) ?? new Set();
    this.#listeners.set(organizationId, listeners.add(onMail));
    if (!this.#isListening) void this.#listen();
    return () => {
      listeners.delete(onMail);
      if (listeners.size === 0) this.#listeners.delete(organizationId);
    };
  }

  subscribeToRest(onMail: RestListener): () => void {
    this.#restListeners.add(onMail);
    if (!this.#isListening) void this.#listen();
    return () => {
      this.#restListeners.delete(onMail);
    };
  }

  /** Listens no more. */
  async close(): Promise<void> {
    this.#isListening = false;
    await this.#cursor?.close().catch(ignore);
  }

  async #ring(): Promise<void> {
    this.#isRinging = true;
    while (this.#waiting.length > 0) {
      const mails = this.#waiting.splice(0);
      const beganAt = performance.now();
      await this.#write(ringOf(mails)).catch(ignore);
      await pause(pauseAfter(mails.length, performance.now() - beganAt));
    }
    this.#isRinging = false;
  }

  async #write(ring: Ring): Promise<void> {
    await this.#prepared();
    await this.#mongo.native(
      async (database) =>
        await database.collection<Ring>(collectionName).insertOne(ring, { writeConcern: { w: 1, journal: false } }),
    );
  }

  async #listen(): Promise<void> {
    this.#isListening = true;
    while (this.#isListening) {
      await this.#readOn().catch(ignore);
      // Where reading was given up rather than ended, nobody may go on reading beside the next one.
      void this.#cursor?.close().catch(ignore);
      this.#heardAt = -Infinity;
      if (this.#isListening) await pause(reopenMs, undefined, { ref: false });
      // What rang meanwhile may have been missed.
      for (const organizationId of this.#listeners.keys()) this.#tell(organizationId, nothingKnown);
    }
  }

  async #readOn(): Promise<void> {
    await this.#prepared();
    const options = { tailable: true, awaitData: true, maxAwaitTimeMS: awaitMs } as const;
    this.#cursor = await this.#mongo.native(
      async (database) => await Promise.resolve(database.collection<Ring>(collectionName).find({}, options)),
    );
    await this.#follow(this.#cursor);
  }

  /** Reads what rings until the cursor ends. A server that waits for news, as it is asked to, is never paused for. */
  async #follow(cursor: mongo.FindCursor<Ring>): Promise<void> {
    let rungAt = performance.now();
    let answersAtOnce = false;
    // The cursor begins with what rang before: those who listen to everything must not take it for new.
    let isNew = false;
    while (this.#isListening && !cursor.closed) {
      const askedAt = performance.now();
      const ring = await this.#mongo.run(async () => await cursor.tryNext());
      if (ring !== null) this.#pass(ring, isNew);
      else isNew = true;
      const now = performance.now();
      this.#heardAt = now;
      if (ring === null) answersAtOnce = now - askedAt < awaitMs / 2;
      else rungAt = now;
      if (!answersAtOnce || cursor.bufferedCount() > 0) continue;
      const waitMs = ring === null ? pauseWhenQuiet(now - rungAt) : pauseAfter(sizeOf(ring), now - askedAt);
      await pause(waitMs, undefined, { ref: false });
    }
  }

  #pass(ring: Ring, isNew: boolean): void {
    for (const [organizationId, hint] of hintsOf(ring)) {
      if (this.#listeners.has(organizationId)) this.#tell(organizationId, hint);
      else if (isNew) for (const onMail of this.#restListeners) onMail(organizationId, hint);
    }
  }

  #tell(organizationId: string, hint: ArrivalHint): void {
    for (const onMail of this.#listeners.get(organizationId) ?? []) onMail(hint);
  }

  async #prepared(): Promise<void> {
    this.#ready ??= this.#prepare();
    try {
      await this.#ready;
    } catch (error) {
      this.#ready = undefined;
      throw error;
    }
  }

  /** A cursor on an empty capped collection ends at once, so that there has to be a first ring. */
  async #prepare(): Promise<void> {
    await this.#mongo.native(async (database) => {
      try {
        await database.createCollection(collectionName, { capped: true, size: collectionBytes });
      } catch (error) {
        if (!isThereAlready(error)) throw error;
      }
      const rings = database.collection<Ring>(collectionName);
      if ((await rings.findOne()) === null) await rings.insertOne({ organizations: [] });
    });
  }
}

function pauseAfter(mails: number, tookMs: number): number {
  return Math.min(Math.max(pace.leastMs, mails * pace.perMailMs, tookMs * 2), pace.mostMs);
}

function pauseWhenQuiet(quietMs: number): number {
  return Math.min(Math.max(lookAgain.leastMs, quietMs * lookAgain.partOfQuiet), lookAgain.mostMs);
}

function isThereAlready(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === namespaceExists;
}

function ignore(): void {
  // Missed hints cost time only; the dispatcher's own look at the outbox, its workflow and the sweep find every mail.
}
