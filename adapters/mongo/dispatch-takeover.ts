import { setTimeout as pause } from 'node:timers/promises';

import type { MailRoute } from '../../domain/mail-message';
import { dispatchesOf, MongoDispatchRun, type DispatchRunParts } from './mongo-dispatch-run';
import type { DispatchDocument, LaneDocument } from './dispatch-document';
import { holdWhere, isHeldByShared } from './dispatch-hold';
import { entryId, mailIdOf, sequenceOf, type LedgerEntry } from './ledger-entry';
import type { FollowedMail } from './outbox-follower';
import { TakenOver } from './organization-hold';
import { outboxCollection, type OutboxDocument } from './outbox-schema';

/** From one look whether a shared dispatcher has let go to the next: longer each time, as a worker that is behind has many who wait. */
const lookAgainMs = { first: 100, longest: 1_000 } as const;

/**
 * Takes an organization over: nobody before can claim any more, and whatever may have left is accounted for. Waits for a
 * shared dispatcher that has it in hand, as long as that says so.
 */
export async function takeOver(
  parts: DispatchRunParts,
  organizationId: string,
  now: Date,
  signal?: AbortSignal,
): Promise<MongoDispatchRun> {
  let taken = await raiseEpoch(parts, organizationId);
  for (let waitMs: number = lookAgainMs.first; taken === null; waitMs = Math.min(waitMs * 2, lookAgainMs.longest)) {
    await pause(waitMs, undefined, signal && { signal });
    taken = await raiseEpoch(parts, organizationId);
  }
  const { epoch, lanes } = taken;
  if (lanes.length > 0) {
    await new Takeover(parts, taken, now).settleLanes();
    await clearLanes(parts, taken);
  }
  return new MongoDispatchRun(parts, organizationId, new TakenOver(parts.writes, { organizationId, epoch }));
}

/** Null while a shared dispatcher has it in hand, which will not take it again: its document says that it is waited for. */
async function raiseEpoch({ mongo, takeoverMs }: DispatchRunParts, _id: string): Promise<DispatchDocument | null> {
  const isShared = isHeldByShared(takeoverMs);
  const awaited = { $set: { awaitedAt: { $cond: [isShared, '$$NOW', null] } } };
  const hold = [awaited, ...holdWhere({ $not: [isShared] }, { holder: 'workflow' })];
  const found = await mongo.native(
    async (database) =>
      await dispatchesOf(database).findOneAndUpdate({ _id }, hold, { upsert: true, returnDocument: 'after' }),
  );
  return found?.holder === 'workflow' ? found : null;
}

async function clearLanes({ mongo }: DispatchRunParts, { _id, epoch }: DispatchDocument): Promise<void> {
  await mongo.native(
    async (database) =>
      await dispatchesOf(database).updateOne({ _id, epoch }, { $set: { lanes: [], claimedAt: null } }),
  );
}

/** Goes through the lanes of the dispatcher before. */
class Takeover {
  readonly #parts: DispatchRunParts;
  readonly #taken: DispatchDocument;
  readonly #now: Date;

  constructor(parts: DispatchRunParts, taken: DispatchDocument, now: Date) {
    this.#parts = parts;
    this.#taken = taken;
    this.#now = now;
  }

  async settleLanes(): Promise<void> {
    const mails = await this.#waitingMails();
    const found = await this.#parts.ledger.find(this.#taken.lanes.flatMap(({ attempts }) => attempts));
    const entries = byId(found);
    for (const lane of this.#taken.lanes) await this.#settleLane(lane, mails, entries);
  }

  /**
   * The first attempt of a lane without an outcome may have been made, unless the lane says otherwise; those behind it were
   * never started.
   */
  async #settleLane(
    { route, attempts, unbegun = false }: LaneDocument,
    mails: ReadonlyMap<string, FollowedMail>,
    entries: ReadonlyMap<string, LedgerEntry>,
  ): Promise<void> {
    for (const id of attempts) {
      const mail = mails.get(mailIdOf({ _id: id }));
      // It ended without being started, or its outcome has been followed.
      if (mail === undefined || sequenceOf({ _id: id }) !== mail.sequence + 1) continue;
      const known = entries.get(id);
      if (known === undefined && unbegun) return;
      const entry = known ?? (await this.#held(mail, route));
      await this.#parts.follower.apply(mail, entry);
      if (entry.kind === 'held') return;
    }
  }

  /** Holds the mail, unless its dispatcher has just recorded an outcome. */
  async #held({ _id: mailId, sequence, organizationId }: FollowedMail, route: MailRoute): Promise<LedgerEntry> {
    const id = entryId(mailId, sequence + 1);
    const held: LedgerEntry = {
      _id: id,
      organizationId,
      epoch: this.#taken.claimEpoch,
      kind: 'held',
      route,
      counted: true,
      outcomes: [],
      retryAt: null,
      at: this.#now,
    };
    await this.#parts.ledger.record(held);
    const [standing] = await this.#parts.ledger.find([id]);
    return standing ?? held;
  }

  async #waitingMails(): Promise<ReadonlyMap<string, FollowedMail>> {
    const ids = this.#taken.lanes.flatMap(({ attempts }) => attempts.map((_id) => mailIdOf({ _id })));
    const query = { _id: { $in: ids }, phase: 'waiting' as const };
    const found = await this.#parts.mongo.native(
      async (database) =>
        await database
          .collection<OutboxDocument>(outboxCollection)
          .find(query, { projection: { bytes: 0 } })
          .toArray(),
    );
    return byId(found);
  }
}

function byId<Document extends { readonly _id: string }>(documents: readonly Document[]): Map<string, Document> {
  const found = new Map<string, Document>();
  for (const document of documents) {
    const { _id } = document;
    found.set(_id, document);
  }
  return found;
}
