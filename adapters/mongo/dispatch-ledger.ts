import type { mongo } from 'mongoose';

import { GroupCommit } from './group-commit';
import { insertAll } from './insert-all';
import { ledgerCollection, type LedgerEntry } from './ledger-entry';
import type { MongoConnection } from './mongo-connection';

/** What became of an entry: it stands, it stands late in the place of `held`, or another dispatcher had the last word. */
export type Recorded = 'stands' | 'stands-late' | 'refused';

const limits = { inFlight: 1, itemsPerWrite: 200, everyMs: 10 };

/** The entries of all attempts; entries of several lanes and organizations share a write. */
export class DispatchLedger {
  readonly #mongo: MongoConnection;
  readonly #commit: GroupCommit<LedgerEntry, boolean>;
  #underWay = 0;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    const onTheirWay = () => this.#underWay;
    this.#commit = new GroupCommit(async (entries) => await this.#insert(entries), { ...limits, onTheirWay });
  }

  /** So many more attempts have begun, or ended: entries of those that end soon wait for each other. */
  begun(attempts: number): void {
    this.#underWay += attempts;
  }

  /** Durable when it returns; repeatable. Throws STORE_UNAVAILABLE. */
  async record(entry: LedgerEntry): Promise<Recorded> {
    if (await this.#commit.add(entry)) return 'stands';
    const { _id, kind, epoch } = entry;
    const [standing] = await this.find([_id]);
    if (standing?.kind === kind && standing.epoch === epoch) return 'stands';
    return (await this.#replaceHeld(entry)) ? 'stands-late' : 'refused';
  }

  async find(ids: readonly string[]): Promise<readonly LedgerEntry[]> {
    if (ids.length === 0) return [];
    return await this.#mongo.native(
      async (database) =>
        await entriesOf(database)
          .find({ _id: { $in: [...ids] } })
          .toArray(),
    );
  }

  async #insert(entries: readonly LedgerEntry[]): Promise<boolean[]> {
    const taken = await this.#mongo.native(async (database) => await insertAll(database, ledgerCollection, entries));
    return entries.map((_, index) => !taken.has(index));
  }

  /** Somebody thought this attempt's dispatcher dead; it was only slow, and knows what became of the mail. */
  async #replaceHeld({ _id, epoch, ...known }: LedgerEntry): Promise<boolean> {
    const held = { _id, epoch, kind: 'held' as const };
    const { matchedCount } = await this.#mongo.native(
      async (database) => await entriesOf(database).updateOne(held, { $set: known }),
    );
    return matchedCount === 1;
  }
}

export function entriesOf(database: mongo.Db): mongo.Collection<LedgerEntry> {
  return database.collection<LedgerEntry>(ledgerCollection);
}
