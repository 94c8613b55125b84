import { trusted, type Model } from 'mongoose';

import type { OutboxCategory } from '../../domain/mail-message';
import { findAll } from './find-all';
import type { Attempt, LaneBook } from './lane-book';
import { waitingMails } from './mail-reads';
import type { MongoConnection } from './mongo-connection';
import { outboxCollection, type OutboxDocument } from './outbox-schema';
import { cancelUpdate, expireUpdate, isOverdue } from './outbox-updates';

interface Waiting {
  readonly _id: string;
  readonly nextAttemptAt: Date;
  readonly expiresAt: Date;
  readonly sequence: number;
}

export interface DueNow {
  readonly due: readonly Attempt[];
  /** Mails past their age. */
  readonly overdue: readonly string[];
  /** When the next mail is due that is not among these. */
  readonly nextDueAt: string | null;
}

export interface DueQuery {
  readonly categories: readonly OutboxCategory[];
  readonly now: Date;
  readonly most: number;
  /** Mails that are in hand already. */
  readonly without: LaneBook;
}

/** Finds one organization's due mail. Looking costs the index alone; only what was claimed is read. */
export class DueMails {
  readonly #mongo: MongoConnection;
  readonly #mails: Model<OutboxDocument>;
  readonly #organizationId: string;

  constructor(mongo: MongoConnection, mails: Model<OutboxDocument>, organizationId: string) {
    this.#mongo = mongo;
    this.#mails = mails;
    this.#organizationId = organizationId;
  }

  /** The longest due first. */
  async next({ categories, now, most, without }: DueQuery): Promise<DueNow> {
    const waiting = await this.#waiting(categories, most + 1, without);
    const overdue = waiting.filter(({ expiresAt }) => expiresAt <= now);
    const alive = waiting.filter(({ expiresAt }) => expiresAt > now);
    const due = alive.filter(({ nextAttemptAt }) => nextAttemptAt <= now).slice(0, most);
    const nextDueAt = alive[due.length]?.nextAttemptAt.toISOString() ?? null;
    const attempts = due.map(({ _id, sequence }) => ({ mailId: _id, sequence: sequence + 1 }));
    return { due: attempts, overdue: overdue.map(({ _id }) => _id), nextDueAt };
  }

  /** Ends mails that somebody wished to cancel when they were, or were about to be, in hand. Repeatable. */
  async cancelAsWished(attempts: readonly Attempt[], now: Date): Promise<void> {
    const wished = { ...waitingMails(attempts), cancelRequestedAt: { $type: 'date' as const } };
    await this.#mongo.native(
      async (database) =>
        await database.collection<OutboxDocument>(outboxCollection).updateMany(wished, cancelUpdate(now)),
    );
  }

  /** Past their age, and in nobody's hands. */
  async expire(mailIds: readonly string[], now: Date): Promise<void> {
    const overdue = { _id: trusted({ $in: [...mailIds] }), phase: 'waiting' as const, ...isOverdue() };
    await this.#mongo.run(
      async () => await this.#mails.updateMany(overdue, expireUpdate(now), { updatePipeline: true }),
    );
  }

  async #waiting(categories: readonly OutboxCategory[], limit: number, without: LaneBook): Promise<readonly Waiting[]> {
    if (categories.length === 0) return [];
    const inHand = without.mailIds();
    const filter = {
      phase: 'waiting' as const,
      organizationId: this.#organizationId,
      category: { $in: [...categories] },
      ...(inHand.length === 0 ? {} : { _id: { $nin: inHand } }),
    };
    const projection = { _id: 1, nextAttemptAt: 1, expiresAt: 1, sequence: 1 };
    const wanted = { filter, projection, sort: { nextAttemptAt: 1 }, limit, hint: 'waiting' };
    return await this.#mongo.native(async (database) => await findAll<Waiting>(database, outboxCollection, wanted));
  }
}
