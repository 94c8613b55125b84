import { randomUUID } from 'node:crypto';

import { dispatchCollection } from './dispatch-document';
import { epochsOf } from './dispatch-epochs';
import { goneAfterMs, holdWhere, isAwaited, isHeld } from './dispatch-hold';
import { GroupCommit } from './group-commit';
import type { MongoConnection } from './mongo-connection';
import { dispatchesOf } from './mongo-dispatch-run';
import { updateAll } from './update-all';

const hasNothingInHand = { $eq: [{ $size: { $ifNull: ['$lanes', []] } }, 0] };
const isFree = { $and: [hasNothingInHand, { $not: [isHeld] }, { $not: [isAwaited] }] };
const limits = { inFlight: 1, itemsPerWrite: 200 };
const renewEveryMs = goneAfterMs.shared / 3;

/**
 * The organizations that this process's shared dispatcher has in hand. Many are taken in one write, each only where nobody
 * has it or waits for it, and nothing of it is in hand; while they are held, their document says so every few seconds.
 */
export class SharedHolds {
  readonly #mongo: MongoConnection;
  readonly #commit: GroupCommit<string, number | null>;
  readonly #held = new Set<string>();
  #renewing: NodeJS.Timeout | undefined;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#commit = new GroupCommit(async (ids) => await this.#takeAll(ids), limits);
  }

  /** The epoch that the organization was taken with; null where somebody has it. Throws STORE_UNAVAILABLE. */
  async take(organizationId: string): Promise<number | null> {
    if (this.#held.has(organizationId)) return null;
    this.#held.add(organizationId);
    let epoch: number | null = null;
    try {
      epoch = await this.#commit.add(organizationId);
    } finally {
      if (epoch === null) this.#held.delete(organizationId);
    }
    this.#renewing ??= setInterval(() => void this.#renew().catch(ignoreUntilNextTime), renewEveryMs).unref();
    return epoch;
  }

  /** Says no more that it is held; its document was told by its last write. */
  letGo(organizationId: string): void {
    this.#held.delete(organizationId);
    if (this.#held.size > 0) return;
    clearInterval(this.#renewing);
    this.#renewing = undefined;
  }

  async #takeAll(organizationIds: readonly string[]): Promise<readonly (number | null)[]> {
    const takenUnder = randomUUID();
    const u = holdWhere(isFree, { holder: 'shared', takenUnder });
    const statements = organizationIds.map((_id) => ({ q: { _id }, u, upsert: true }));
    const epochs = await this.#mongo.native(async (database) => {
      await updateAll(database, dispatchCollection, statements);
      return await epochsOf(database, organizationIds, { takenUnder });
    });
    return organizationIds.map((id) => epochs.get(id) ?? null);
  }

  async #renew(): Promise<void> {
    const mine = { _id: { $in: [...this.#held] }, holder: 'shared' as const, heldAt: { $type: 'date' as const } };
    await this.#mongo.native(
      async (database) => await dispatchesOf(database).updateMany(mine, { $currentDate: { heldAt: true } }),
    );
  }
}

function ignoreUntilNextTime(): void {
  // A hold that could not be renewed in time is another dispatcher's; the epoch stops this one.
}
