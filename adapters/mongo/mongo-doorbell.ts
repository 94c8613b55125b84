import { setTimeout as pause } from 'node:timers/promises';

import type { mongo } from 'mongoose';

import type { MailAnnouncer, MailArrivals } from '../../activities/ports/mail-arrivals';
import type { MongoConnection } from './mongo-connection';

/** One hint: these organizations may have mail. */
interface Ring {
  readonly organizations: readonly string[];
}

const collectionName = 'doorbell';
const collectionBytes = 256 * 1024;
const awaitMs = 5_000;
const reopenMs = 500;
/** The embedded engine answers at once that there is nothing new: it is asked again after so long, longer while nothing rings. */
const lookAgainMs = 10;
const lookAgainWhenQuietMs = 50;
const quietAfterMs = 10_000;
/** From one ring to the next: what comes meanwhile shares the next one. */
const ringEveryMs = 10;
const namespaceExists = 48;

/**
 * Tells workers within a millisecond or two that mail has come: a small capped collection that every worker reads at its
 * end. Needs no change stream and no replica set, and may forget: nothing depends on it but speed.
 */
export class MongoDoorbell implements MailAnnouncer, MailArrivals {
  readonly #mongo: MongoConnection;
  readonly #listeners = new Map<string, Set<() => void>>();
  #waiting = new Set<string>();
  #isRinging = false;
  #ready: Promise<void> | undefined;
  #cursor: mongo.FindCursor<Ring> | undefined;
  #isListening = false;

  constructor(connection: MongoConnection) {
    this.#mongo = connection;
  }

  announce(organizationIds: readonly string[]): void {
    for (const organizationId of organizationIds) this.#waiting.add(organizationId);
    if (!this.#isRinging) void this.#ring();
  }

  subscribe(organizationId: string, onMail: () => void): () => void {
    const listeners = this.#listeners.get(organizationId) ?? new Set();
    this.#listeners.set(organizationId, listeners.add(onMail));
    if (!this.#isListening) void this.#listen();
    return () => {
      listeners.delete(onMail);
      if (listeners.size === 0) this.#listeners.delete(organizationId);
    };
  }

  /** Listens no more. */
  async close(): Promise<void> {
    this.#isListening = false;
    await this.#cursor?.close().catch(ignore);
  }

  async #ring(): Promise<void> {
    this.#isRinging = true;
    while (this.#waiting.size > 0) {
      const organizations = [...this.#waiting];
      this.#waiting = new Set();
      await this.#write({ organizations }).catch(ignore);
      await pause(ringEveryMs);
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
      if (this.#isListening) await pause(reopenMs, undefined, { ref: false });
      // What rang meanwhile may have been missed.
      for (const organizationId of this.#listeners.keys()) this.#tell(organizationId);
    }
  }

  async #readOn(): Promise<void> {
    await this.#prepared();
    await this.#mongo.native(async (database) => {
      const options = { tailable: true, awaitData: true, maxAwaitTimeMS: awaitMs } as const;
      this.#cursor = database.collection<Ring>(collectionName).find({}, options);
      await this.#follow(this.#cursor);
    });
  }

  /** Reads what rings until the cursor ends. A server that waits for news, as it is asked to, is never paused for. */
  async #follow(cursor: mongo.FindCursor<Ring>): Promise<void> {
    let rungAt = performance.now();
    while (this.#isListening && !cursor.closed) {
      const askedAt = performance.now();
      const ring = await cursor.tryNext();
      ring?.organizations.forEach((id) => this.#tell(id));
      if (ring !== null) rungAt = performance.now();
      else if (performance.now() - askedAt < awaitMs / 2) await pause(lookAgain(rungAt), undefined, { ref: false });
    }
  }

  #tell(organizationId: string): void {
    for (const onMail of this.#listeners.get(organizationId) ?? []) onMail();
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

function lookAgain(rungAt: number): number {
  return performance.now() - rungAt < quietAfterMs ? lookAgainMs : lookAgainWhenQuietMs;
}

function isThereAlready(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === namespaceExists;
}

function ignore(): void {
  // Missed hints cost time only; the dispatcher's own look at the outbox, its workflow and the sweep find every mail.
}
