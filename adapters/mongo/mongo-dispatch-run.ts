import type { Model, mongo } from 'mongoose';

import type { AttemptOutcome, ClaimedMail, DispatchRun, LaneClaim, LanesClaimed } from '../../activities/ports/outbox';
import type { BodyBudget } from './body-budget';
import { dispatchCollection, type DispatchDocument } from './dispatch-document';
import type { DispatchLedger } from './dispatch-ledger';
import { DueMails } from './due-mails';
import { LaneBook, type Attempt } from './lane-book';
import type { LaneWrites } from './lane-writes';
import { entryId, type LedgerEntry } from './ledger-entry';
import type { MailReads, MailsRead } from './mail-reads';
import type { MongoConnection } from './mongo-connection';
import type { OrganizationHold } from './organization-hold';
import type { FollowedMail, OutboxFollower } from './outbox-follower';
import { toMailRecord, type OutboxDocument } from './outbox-schema';
import { isWaiting, trimmed } from './outbox-transitions';

const longestWaitForRoomMs = 1_000;

export interface DispatchRunParts {
  readonly mongo: MongoConnection;
  readonly ledger: DispatchLedger;
  readonly follower: OutboxFollower;
  readonly budget: BodyBudget;
  readonly writes: LaneWrites;
  readonly reads: MailReads;
  readonly mails: Model<OutboxDocument>;
  /** After what silence a shared dispatcher is taken to be gone, in milliseconds. */
  readonly takeoverMs: number;
}

/** One dispatcher's work on one organization, under the epoch of its hold. */
export class MongoDispatchRun implements DispatchRun {
  readonly #parts: DispatchRunParts;
  readonly #organizationId: string;
  readonly #hold: OrganizationHold;
  readonly #book = new LaneBook();
  readonly #due: DueMails;
  readonly #documents = new Map<string, FollowedMail>();
  /** Of the mails whose bytes somebody may still need. */
  readonly #sizes = new Map<string, number>();
  /** The lanes whose mail is being sent. */
  readonly #sending = new Set<number>();
  /** Every claim writes what all lanes have in hand, so that one must follow the other. */
  #claiming: Promise<unknown> = Promise.resolve();
  /** When it last claimed; null as long as it has not. */
  #claimedAt: Date | null = null;

  constructor(parts: DispatchRunParts, organizationId: string, hold: OrganizationHold) {
    this.#parts = parts;
    this.#organizationId = organizationId;
    this.#hold = hold;
    this.#due = new DueMails(parts.mongo, parts.mails, organizationId);
  }

  claim(claim: LaneClaim): Promise<LanesClaimed | null> {
    const claimed = this.#claiming.catch(() => undefined).then(async () => await this.#claim(claim));
    this.#claiming = claimed;
    return claimed;
  }

  giveBack(lane: number, mails: readonly ClaimedMail[]): void {
    const mailIds = mails.map(({ mail }) => mail.id);
    this.#book.remove(lane, mailIds);
    for (const mailId of mailIds) {
      this.#free(mailId);
      this.#documents.delete(mailId);
    }
  }

  beginning(lane: number): (() => Promise<boolean>) | null {
    if (!this.#sending.has(lane)) this.#parts.ledger.begun(1);
    this.#sending.add(lane);
    return this.#book.isUnbegun(lane) ? () => this.#begin(lane) : null;
  }

  async record(outcome: AttemptOutcome): Promise<boolean> {
    this.#ended(outcome.lane);
    const { id } = outcome.claimed.mail;
    const document = this.#documents.get(id);
    // It was recorded before, and only the answer got lost on its way.
    if (document === undefined) return true;
    // A mail that was never begun may be in other hands meanwhile, which alone may tell what became of it.
    if (!(await this.#begin(outcome.lane))) return false;
    this.#book.recorded(outcome.lane);
    const entry = this.#entryOf(outcome);
    const recorded = await this.#parts.ledger.record(entry);
    this.#free(id);
    if (recorded === 'stands-late') await this.#parts.follower.applyLate(document, entry);
    if (recorded !== 'stands') return false;
    await this.#parts.follower.follow(document, entry, () => this.giveBack(outcome.lane, [outcome.claimed]));
    return true;
  }

  async close(): Promise<void> {
    for (const lane of this.#sending) this.#ended(lane);
    try {
      for (const mailId of this.#sizes.keys()) this.#free(mailId);
      await this.#parts.follower.flush();
      await this.#claiming.catch(() => undefined);
      if (this.#book.documents().length === 0) await this.#hold.write({ lanes: [], claimedAt: null });
    } finally {
      this.#hold.end();
    }
  }

  #ended(lane: number): void {
    if (this.#sending.delete(lane)) this.#parts.ledger.begun(-1);
  }

  /** From now on something may leave. False when another dispatcher has taken over, which then has the lane's mails. */
  #begin(lane: number): Promise<boolean> {
    if (!this.#book.isUnbegun(lane)) return Promise.resolve(true);
    const begun = this.#claiming.catch(() => undefined).then(async () => await this.#writeBegun(lane));
    this.#claiming = begun;
    return begun;
  }

  /** As long as it is not certain that the mark is gone, the lane waits for that before each of its mails. */
  async #writeBegun(lane: number): Promise<boolean> {
    if (!this.#book.isUnbegun(lane)) return true;
    this.#book.mark(lane, false);
    let isBegun = false;
    try {
      isBegun = await this.#hold.write({ lanes: this.#book.documents(), claimedAt: this.#claimedAt });
    } finally {
      if (!isBegun) this.#book.mark(lane, true);
    }
    return isBegun;
  }

  async #claim(claim: LaneClaim): Promise<LanesClaimed | null> {
    if (this.#sizes.size > 0) await this.#parts.budget.room(longestWaitForRoomMs);
    const now = new Date(claim.now);
    if (claim.hinted !== undefined) {
      return await this.#take(claim, this.#book.without(claim.hinted).map(firstAttempt), now);
    }
    const most = claim.lanes.length * claim.mailsPerLane;
    const query = { categories: claim.categories, now, most, without: this.#book };
    const { due, overdue, nextDueAt } = await this.#due.next(query);
    if (overdue.length > 0) await this.#due.expire(overdue, now);
    const taken = await this.#take(claim, due, now);
    return taken && { nextDueAt, ...taken };
  }

  /** Takes mails in hand, in turns for the lanes; null when another dispatcher has taken over. */
  async #take({ route, lanes }: LaneClaim, due: readonly Attempt[], now: Date): Promise<LanesClaimed | null> {
    if (due.length === 0) return { mails: new Map() };
    const shares = new Map(lanes.map((lane, turn) => [lane, due.filter((_, index) => index % lanes.length === turn)]));
    for (const [lane, attempts] of shares) this.#book.add(lane, route, attempts);
    if (!(await this.#writeBook(shares, now))) return null;
    const { mails: found, isWhole } = await this.#read(due);
    const readable = isWhole ? (attempts: readonly Attempt[]) => attempts : untilUnread(found);
    const mails = new Map([...shares].map(([lane, attempts]) => [lane, this.#inHand(readable(attempts), found)]));
    const left = due.filter(({ mailId }) => !this.#documents.has(mailId));
    if (left.length > 0) await this.#due.cancelAsWished(left, now);
    for (const lane of lanes)
      this.#book.remove(
        lane,
        left.map(({ mailId }) => mailId),
      );
    return isWhole ? { mails } : { mails, nextDueAt: now.toISOString() };
  }

  /** As much as there is room for, the first one in any case: without it a lane that has nothing would wait for ever. */
  async #read(due: readonly Attempt[]): Promise<MailsRead> {
    const read = await this.#parts.reads.read(due, this.#parts.budget.allowanceBytes);
    const [first] = due;
    if (read.isWhole || first === undefined || read.mails.has(first.mailId)) return read;
    const { mails } = await this.#parts.reads.read([first], 0);
    return { mails, isWhole: false };
  }

  #free(mailId: string): void {
    this.#parts.budget.free(this.#sizes.get(mailId) ?? 0);
    this.#sizes.delete(mailId);
  }

  async #writeBook(shares: ReadonlyMap<number, readonly Attempt[]>, now: Date): Promise<boolean> {
    try {
      this.#claimedAt = now;
      return await this.#hold.write({ lanes: this.#book.documents(), claimedAt: now });
    } catch (error) {
      for (const [lane, attempts] of shares)
        this.#book.remove(
          lane,
          attempts.map(({ mailId }) => mailId),
        );
      throw error;
    }
  }

  /** A mail that ended between being found and being read, by a cancel say, is not started. */
  #inHand(attempts: readonly Attempt[], found: ReadonlyMap<string, OutboxDocument>): ClaimedMail[] {
    const mailIds = attempts.map(({ mailId }) => mailId);
    const mails = mailIds.flatMap((mailId) => found.get(mailId) ?? []);
    return mails.map(({ bytes, ...document }) => {
      const { _id: mailId } = document;
      this.#documents.set(mailId, document);
      this.#sizes.set(mailId, bytes.length);
      this.#parts.budget.take(bytes.length);
      const waiting = document.recipients.filter(({ state }) => isWaiting(state));
      const recipients = waiting.map(({ recipient }) => recipient);
      const { sequence, attachments = [] } = document;
      return { mail: toMailRecord(document), bytes, attachments, sequence: sequence + 1, recipients };
    });
  }

  #entryOf({ claimed, route, outcomes, retryAt, attempted, now }: AttemptOutcome): LedgerEntry {
    return {
      _id: entryId(claimed.mail.id, claimed.sequence),
      organizationId: this.#organizationId,
      epoch: this.#hold.epoch,
      kind: 'outcome',
      route,
      counted: attempted,
      outcomes: outcomes.map(trimmed),
      retryAt: retryAt === null ? null : new Date(retryAt),
      at: new Date(now),
    };
  }
}

/** A lane keeps its order: what stands behind a mail that was not read is claimed another time. */
function untilUnread(found: ReadonlyMap<string, OutboxDocument>) {
  return (attempts: readonly Attempt[]): readonly Attempt[] => {
    const unread = attempts.findIndex(({ mailId }) => !found.has(mailId));
    return unread === -1 ? attempts : attempts.slice(0, unread);
  };
}

function firstAttempt(mailId: string): Attempt {
  return { mailId, sequence: 1 };
}

export function dispatchesOf(database: mongo.Db): mongo.Collection<DispatchDocument> {
  return database.collection<DispatchDocument>(dispatchCollection);
}
