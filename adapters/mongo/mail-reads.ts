import type { mongo } from 'mongoose';

import { findInOneAnswer } from './find-all';
import { GroupCommit } from './group-commit';
import type { Attempt } from './lane-book';
import type { MongoConnection } from './mongo-connection';
import { outboxCollection, type OutboxDocument } from './outbox-schema';

export interface MailsRead {
  readonly mails: ReadonlyMap<string, OutboxDocument>;
  /** False where reading stopped before its end: a mail that is missing may be there. */
  readonly isWhole: boolean;
}

interface Wanted {
  readonly attempts: readonly Attempt[];
  readonly mostBytes: number;
}

/** Large mails of one organization must not keep the others waiting. */
const limits = { inFlight: 4, itemsPerWrite: 100 };

/** Reads claimed mails with their bytes; dispatchers that read at the same time share a question. */
export class MailReads {
  readonly #mongo: MongoConnection;
  readonly #reads: GroupCommit<Wanted, MailsRead>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#reads = new GroupCommit(async (wanted) => await this.#readAll(wanted), limits);
  }

  /**
   * Those of the mails that still wait for this attempt, until they are more than so many bytes, or than those who read at the
   * same time have room for. Throws STORE_UNAVAILABLE.
   */
  async read(attempts: readonly Attempt[], mostBytes: number): Promise<MailsRead> {
    return await this.#reads.add({ attempts, mostBytes });
  }

  async #readAll(wanted: readonly Wanted[]): Promise<readonly MailsRead[]> {
    const attempts = wanted.flatMap((each) => each.attempts);
    const mostBytes = Math.min(...wanted.map((each) => each.mostBytes));
    const found = await this.#mongo.native(async (database) => await findMails(database, attempts, mostBytes));
    return wanted.map((each) => partOf(found, each.attempts));
  }
}

async function findMails(database: mongo.Db, attempts: readonly Attempt[], mostBytes: number): Promise<MailsRead> {
  const filter = { ...waitingMails(attempts), cancelRequestedAt: null };
  const asked = { filter, projection: {}, limit: attempts.length };
  const { found, isWhole } = await findInOneAnswer<OutboxDocument>(database, outboxCollection, asked);
  const mails = new Map<string, OutboxDocument>();
  let bytes = 0;
  for (const mail of found) {
    if (bytes > mostBytes) return { mails, isWhole: false };
    bytes += mail.bytes.length;
    const { _id: mailId } = mail;
    mails.set(mailId, mail);
  }
  return { mails, isWhole };
}

function partOf(found: MailsRead, attempts: readonly Attempt[]): MailsRead {
  const mails = new Map<string, OutboxDocument>();
  let isWhole = true;
  for (const { mailId, sequence } of attempts) {
    const mail = found.mails.get(mailId);
    if (mail === undefined) isWhole = found.isWhole;
    else if (mail.sequence + 1 === sequence) mails.set(mailId, mail);
  }
  return { mails, isWhole };
}

export function waitingMails(attempts: readonly Attempt[]) {
  return { _id: { $in: attempts.map(({ mailId }) => mailId) }, phase: 'waiting' as const };
}
