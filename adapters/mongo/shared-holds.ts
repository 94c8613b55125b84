import { randomUUID } from 'node:crypto';

import { dispatchCollection } from './dispatch-document';
import { epochsOf } from './dispatch-epochs';
import { holdWhere, isAwaited, isHeld, nextEpoch } from './dispatch-hold';
import { GroupCommit } from './group-commit';
import type { LaneWrite, LaneWrites } from './lane-writes';
import type { MongoConnection } from './mongo-connection';
import { dispatchesOf } from './mongo-dispatch-run';
import { updateAll } from './update-all';

/** The first claim of an organization. */
type Take = Omit<LaneWrite, 'epoch'>;

const hasNothingInHand = { $eq: [{ $size: { $ifNull: ['$lanes', []] } }, 0] };
const limits = { inFlight: 1, itemsPerWrite: 200 };
/** How often a hold says that it lasts before it would be taken to be gone. */
const renewals = 4;

/**
 * The organizations that this process's shared dispatcher has in hand. Many are taken in one write, each only where nobody
 * has it or waits for it, and nothing of it is in hand, and with what its lanes have in hand from then on. While they are held,
 * their document says so every few seconds.
 */
export class SharedHolds {
  readonly #mongo: MongoConnection;
  readonly #writes: LaneWrites;
  readonly #isFree: object;
  readonly #renewEveryMs: number;
  readonly #commit: GroupCommit<Take, number | null>;
  /** When each last said that it is held; by `performance.now()`. */
  readonly #saidAt = new Map<string, number>();
  #renewing: NodeJS.Timeout | undefined;

  constructor(mongo: MongoConnection, writes: LaneWrites, takeoverMs: number) {
    this.#mongo = mongo;
    this.#writes = writes;
    this.#isFree = { $and: [hasNothingInHand, { $not: [isHeld(takeoverMs)] }, { $not: [isAwaited] }] };
    this.#renewEveryMs = takeoverMs / renewals;
    this.#commit = new GroupCommit(async (takes) => await this.#takeAll(takes), limits);
  }

  /** The epoch that the organization was taken with; null where somebody has it. Throws STORE_UNAVAILABLE. */
  async take(take: Take): Promise<number | null> {
    const { organizationId } = take;
    if (this.#saidAt.has(organizationId)) return null;
    this.#saidAt.set(organizationId, performance.now());
    let epoch: number | null = null;
    this.#renewing ??= setInterval(() => void this.#renew().catch(ignoreUntilNextTime), this.#renewEveryMs).unref();
    try {
      epoch = await this.#commit.add(take);
    } finally {
      if (epoch === null) this.letGo(organizationId);
    }
    return epoch;
  }

  /** Durable when it returns; says at the same time that it is held. False where another dispatcher has it. Throws STORE_UNAVAILABLE. */
  async write(write: LaneWrite): Promise<boolean> {
    const sentAt = performance.now();
    const isWritten = await this.#writes.write(write);
    if (isWritten && this.#saidAt.has(write.organizationId)) this.#saidAt.set(write.organizationId, sentAt);
    return isWritten;
  }

  /** Says no more that it is held; its document was told by its last write. */
  letGo(organizationId: string): void {
    this.#saidAt.delete(organizationId);
    if (this.#saidAt.size > 0) return;
    clearInterval(this.#renewing);
    this.#renewing = undefined;
  }

  async #takeAll(takes: readonly Take[]): Promise<readonly (number | null)[]> {
    const takenUnder = randomUUID();
    const statements = takes.map(({ organizationId: _id, changes: { lanes, claimedAt } }) => {
      const taken = { holder: 'shared', takenUnder, lanes: { $literal: lanes }, claimedAt, claimEpoch: nextEpoch };
      return { q: { _id }, u: holdWhere(this.#isFree, taken), upsert: true };
    });
    const organizationIds = takes.map(({ organizationId }) => organizationId);
    const epochs = await this.#mongo.native(async (database) => {
      await updateAll(database, dispatchCollection, statements);
      return await epochsOf(database, organizationIds, { takenUnder });
    });
    return organizationIds.map((id) => epochs.get(id) ?? null);
  }

  async #renew(): Promise<void> {
    const now = performance.now();
    const silent = [...this.#saidAt].filter(([, saidAt]) => now - saidAt >= this.#renewEveryMs).map(([id]) => id);
    if (silent.length === 0) return;
    const mine = { _id: { $in: silent }, holder: 'shared' as const, heldAt: { $type: 'date' as const } };
    await this.#mongo.native(
      async (database) => await dispatchesOf(database).updateMany(mine, { $currentDate: { heldAt: true } }),
    );
    for (const id of silent) if (this.#saidAt.has(id)) this.#saidAt.set(id, now);
  }
}

function ignoreUntilNextTime(): void {
  // A hold that could not be renewed in time is another dispatcher's; the epoch stops this one.
}
