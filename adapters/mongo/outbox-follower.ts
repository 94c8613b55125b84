import type { Model } from 'mongoose';

import { mailIdOf, sequenceOf, type LedgerEntry } from './ledger-entry';
import type { MongoConnection } from './mongo-connection';
import { outboxCollection, type OutboxDocument, type OutboxPhase } from './outbox-schema';
import { afterEntry, isSentToAll, isWaiting } from './outbox-transitions';
import { followUpdate } from './outbox-updates';

/** The parts of a mail that following an entry needs. */
export type FollowedMail = Omit<OutboxDocument, 'bytes'>;

interface SentMail {
  readonly mail: FollowedMail;
  readonly entry: LedgerEntry;
  readonly followed: () => void;
}

/** How long mails that were sent in the usual way wait for others to share their update. */
const gatherMs = 200;
const mostGathered = 200;
const retryMs = 1_000;
const lateTurns = 3;

/**
 * Brings the outbox to where the ledger is. Mails that everyone got are many and alike: they share an update, a moment
 * later. Every other mail is followed at once. An update meets only a mail that has not been followed that far.
 */
export class OutboxFollower {
  readonly #mongo: MongoConnection;
  readonly #mails: Model<OutboxDocument>;
  #gathered: SentMail[] = [];
  #isFlushPlanned = false;
  #flushing: Promise<void> = Promise.resolve();

  constructor(mongo: MongoConnection, mails: Model<OutboxDocument>) {
    this.#mongo = mongo;
    this.#mails = mails;
  }

  /** Follows an entry; `followed` is called when it can be seen in the outbox, durably. Throws STORE_UNAVAILABLE. */
  async follow(mail: FollowedMail, entry: LedgerEntry, followed: () => void): Promise<void> {
    if (!isSentToAll(mail, entry)) {
      await this.apply(mail, entry);
      followed();
      return;
    }
    this.#gathered.push({ mail, entry, followed });
    if (this.#gathered.length >= mostGathered) void this.flush().catch(ignoreUntilRetried);
    else this.#flushLater(gatherMs);
  }

  /** Follows everything that was gathered so far. Throws STORE_UNAVAILABLE; what was not followed stays gathered. */
  async flush(): Promise<void> {
    const earlier = this.#flushing;
    this.#flushing = earlier.catch(ignoreUntilRetried).then(async () => await this.#followGathered());
    await this.#flushing;
  }

  /** Follows one entry of any kind. Repeatable: false where the mail was not as it is given here. */
  async apply(mail: FollowedMail, entry: LedgerEntry): Promise<boolean> {
    const phase: OutboxPhase = sequenceOf(entry) > mail.sequence ? 'waiting' : 'done';
    const { _id, sequence } = mail;
    const query = { _id, sequence, phase };
    const update = followUpdate(afterEntry(mail, entry));
    const { matchedCount } = await this.#mongo.run(
      async () => await this.#mails.updateOne(query, update, { updatePipeline: true }),
    );
    return matchedCount === 1;
  }

  /**
   * Follows an outcome that took the place of `held`: whether the mail shows as held already, or is about to, depends on
   * how far the other dispatcher has come.
   */
  async applyLate(mail: FollowedMail, entry: LedgerEntry): Promise<void> {
    const recipients = mail.recipients.map((record) =>
      isWaiting(record.state) ? { ...record, state: 'held' as const } : record,
    );
    const attempts = mail.attempts + (entry.counted ? 1 : 0);
    const asHeld = { ...mail, recipients, attempts, sequence: sequenceOf(entry) };
    for (let turn = 0; turn < lateTurns; turn += 1) {
      if ((await this.apply(asHeld, entry)) || (await this.apply(mail, entry))) return;
    }
  }

  #flushLater(waitMs: number): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    const timer = setTimeout(() => {
      this.#isFlushPlanned = false;
      void this.flush().catch(ignoreUntilRetried);
    }, waitMs);
    timer.unref();
  }

  async #followGathered(): Promise<void> {
    const gathered = this.#gathered.splice(0);
    try {
      for (const group of groupsOf(gathered)) await this.#followGroup(group);
    } catch (error) {
      this.#gathered.unshift(...gathered);
      this.#flushLater(retryMs);
      throw error;
    }
    for (const { followed } of gathered) followed();
  }

  async #followGroup(group: readonly SentMail[]): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    const { state, phase, attempts, route, sequence } = afterEntry(first.mail, first.entry);
    const query = {
      _id: { $in: group.map(({ entry }) => mailIdOf(entry)) },
      phase: 'waiting' as const,
      sequence: sequence - 1,
    };
    const recipients = { 'recipients.$[].state': 'sent', 'recipients.$[].changedAt': first.entry.at };
    const changes = { state, phase, attempts, route, sequence, nextAttemptAt: null, ...recipients };
    await this.#mongo.native(
      async (database) =>
        await database
          .collection<OutboxDocument>(outboxCollection)
          .updateMany(query, { $set: changes, $currentDate: { movedAt: true } }),
    );
  }
}

function groupsOf(gathered: readonly SentMail[]): Iterable<SentMail[]> {
  const groups = new Map<string, SentMail[]>();
  for (const sent of gathered) {
    const alike = groups.get(groupOf(sent));
    if (alike === undefined) groups.set(groupOf(sent), [sent]);
    else alike.push(sent);
  }
  return groups.values();
}

function groupOf({ mail, entry }: SentMail): string {
  return `${mail.attempts}/${mail.sequence}/${entry.route}/${entry.counted}`;
}

function ignoreUntilRetried(): void {
  // What could not be followed stays gathered, and a timer or the next flush tries again.
}
