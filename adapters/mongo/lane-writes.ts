import { dispatchCollection, type DispatchDocument } from './dispatch-document';
import { epochsOf } from './dispatch-epochs';
import { GroupCommit } from './group-commit';
import type { MongoConnection } from './mongo-connection';
import { updateAll } from './update-all';

/** What the lanes of an organization have in hand, and since when; null lets go of it. */
export type LaneChanges = Pick<DispatchDocument, 'lanes' | 'claimedAt'>;

/** What one dispatcher writes into its organization's document, under the epoch that it took over with. */
export interface LaneWrite {
  readonly organizationId: string;
  readonly epoch: number;
  readonly changes: LaneChanges;
}

/** One write at a time, without a pause: whoever comes meanwhile shares the next one. */
const limits = { inFlight: 1, itemsPerWrite: 200 };

/** What the lanes of organizations have in hand: dispatchers that claim at the same time share a write. */
export class LaneWrites {
  readonly #mongo: MongoConnection;
  readonly #commit: GroupCommit<LaneWrite, boolean>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#commit = new GroupCommit(async (writes) => await this.#writeAll(writes), limits);
  }

  /** Durable when it returns. False when another dispatcher has taken over. Throws STORE_UNAVAILABLE. */
  async write(write: LaneWrite): Promise<boolean> {
    return await this.#commit.add(write);
  }

  async #writeAll(writes: readonly LaneWrite[]): Promise<readonly boolean[]> {
    const statements = writes.map(statementOf);
    const matched = await this.#mongo.native(
      async (database) => await updateAll(database, dispatchCollection, statements),
    );
    if (matched === writes.length) return writes.map(() => true);
    // Epochs only grow: one that still stands stood when its lanes were written.
    const ids = writes.map(({ organizationId }) => organizationId);
    const epochs = await this.#mongo.native(async (database) => await epochsOf(database, ids));
    return writes.map(({ organizationId, epoch }) => epochs.get(organizationId) === epoch);
  }
}

function statementOf({ organizationId: _id, epoch, changes }: LaneWrite) {
  const set = { ...changes, claimEpoch: epoch };
  const u =
    changes.claimedAt !== null ? { $set: set, $currentDate: { heldAt: true } } : { $set: { ...set, heldAt: null } };
  return { q: { _id, epoch }, u };
}
