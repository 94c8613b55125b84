import { trusted } from 'mongoose';

import type { MailAnnouncer } from '../../activities/ports/mail-arrivals';
import type {
  DispatchRun,
  MailRecord,
  OrganizationWork,
  OutboxLedger,
  OwedNotice,
} from '../../activities/ports/outbox';
import type { OutboxCategory } from '../../domain/mail-message';
import { BodyBudget } from './body-budget';
import { dispatchSchema } from './dispatch-document';
import { usualTakeoverMs } from './dispatch-hold';
import { DispatchLedger } from './dispatch-ledger';
import { takeOver } from './dispatch-takeover';
import { findAll } from './find-all';
import { headerBlock } from './header-block';
import { LaneWrites } from './lane-writes';
import { MailReads } from './mail-reads';
import type { MongoConnection } from './mongo-connection';
import { MongoDispatchRun, type DispatchRunParts } from './mongo-dispatch-run';
import { allCategories, MongoOutboxIntake } from './mongo-outbox-intake';
import { OutboxFollower } from './outbox-follower';
import { outboxCollection, type OutboxDocument } from './outbox-schema';
import {
  cancelUpdate,
  expireUpdate,
  giveUpUpdate,
  hastenUpdate,
  isOverdue,
  postponeUpdate,
  settleUpdate,
  type UpdatePipeline,
} from './outbox-updates';
import { organizationsWithWork } from './outbox-work';
import { SharedHold } from './shared-hold';
import { SharedHolds } from './shared-holds';

/** The whole outbox, with the dispatcher's side. */
export class MongoOutbox extends MongoOutboxIntake implements OutboxLedger {
  readonly #parts: DispatchRunParts;
  readonly #holds: SharedHolds;

  /** `budget` bounds what dispatchers of this process hold of mails' content. */
  constructor(
    mongo: MongoConnection,
    announcer: MailAnnouncer | null = null,
    budget = new BodyBudget(),
    takeoverMs = usualTakeoverMs,
  ) {
    super(mongo, announcer, takeoverMs);
    mongo.model('Dispatch', dispatchSchema);
    const ledger = new DispatchLedger(mongo);
    const follower = new OutboxFollower(mongo, this.mails);
    const shared = { writes: new LaneWrites(mongo), reads: new MailReads(mongo) };
    this.#parts = { mongo, ledger, budget, mails: this.mails, follower, takeoverMs, ...shared };
    this.#holds = new SharedHolds(mongo, shared.writes, takeoverMs);
  }

  async takeOver(organizationId: string, now: string, signal?: AbortSignal): Promise<DispatchRun> {
    return await takeOver(this.#parts, organizationId, new Date(now), signal);
  }

  whenFree(organizationId: string): DispatchRun {
    return new MongoDispatchRun(this.#parts, organizationId, new SharedHold(this.#holds, organizationId));
  }

  async expireOverdue(organizationId: string, now: string): Promise<number> {
    const past = trusted({ $lte: new Date(now) });
    const waiting = waitingMails(organizationId, allCategories);
    const overdue = { ...waiting, nextAttemptAt: past, expiresAt: past, ...isOverdue() };
    return await this.#updateAll(overdue, expireUpdate(new Date(now)));
  }

  async giveUpDue(
    organizationId: string,
    categories: readonly OutboxCategory[],
    now: string,
    code: string,
  ): Promise<number> {
    const due = { ...waitingMails(organizationId, categories), nextAttemptAt: trusted({ $lte: new Date(now) }) };
    return await this.#updateAll(due, giveUpUpdate(new Date(now), code));
  }

  async cancelWaiting(
    organizationId: string,
    categories: readonly OutboxCategory[],
    now: string,
    code: string,
  ): Promise<number> {
    return await this.#updateAll(waitingMails(organizationId, categories), cancelUpdate(new Date(now), code));
  }

  async hastenDeferred(organizationId: string, now: string): Promise<void> {
    const deferred = { ...waitingMails(organizationId, ['transactional']), state: 'deferred' as const };
    const later = { ...deferred, nextAttemptAt: trusted({ $gt: new Date(now) }) };
    await this.#updateAll(later, hastenUpdate(new Date(now)));
  }

  async nextDueAt(organizationId: string, categories: readonly OutboxCategory[]): Promise<string | null> {
    const filter = { phase: 'waiting', organizationId, category: { $in: [...categories] } };
    const first = { filter, projection: { _id: 0, nextAttemptAt: 1 }, sort: { nextAttemptAt: 1 }, limit: 1 };
    const [next] = await this.mongo.native(
      async (database) =>
        await findAll<Pick<OutboxDocument, 'nextAttemptAt'>>(database, outboxCollection, { ...first, hint: 'waiting' }),
    );
    return next?.nextAttemptAt?.toISOString() ?? null;
  }

  async owedNotices(organizationId: string, now: string, limit: number): Promise<readonly OwedNotice[]> {
    const owing = { organizationId, noticeOwed: true, noticeDueAt: trusted({ $lte: new Date(now) }) };
    const options = { sort: { noticeDueAt: 1 }, limit } as const;
    const found = await this.mongo.run(
      async () => await this.mails.find(owing, { recipients: 1 }, options).lean<OutboxDocument[]>(),
    );
    return found.reduce<OwedNotice[]>((owed, mail) => (owed.length < limit ? [...owed, ...noticesOf(mail)] : owed), []);
  }

  async nextNoticeDueAt(organizationId: string): Promise<string | null> {
    const fresh = { organizationId, noticeOwed: true, noticeAttempts: 0 };
    const next = await this.mongo.run(
      async () =>
        await this.mails.findOne(fresh, { noticeDueAt: 1 }, { sort: { noticeDueAt: 1 } }).lean<OutboxDocument>(),
    );
    return next?.noticeDueAt?.toISOString() ?? null;
  }

  async postponeNotices(mailIds: readonly string[], now: string): Promise<void> {
    const owing = { _id: trusted({ $in: [...mailIds] }), noticeOwed: true };
    await this.#updateAll(owing, postponeUpdate(new Date(now)));
  }

  async noticeSource(mailId: string): Promise<{ mail: MailRecord; headers: string } | null> {
    const found = await this.mongo.run(async () => await this.mails.findOne({ _id: mailId }).lean<OutboxDocument>());
    return found && { mail: await this.view.record(found), headers: headerBlock(found.bytes) };
  }

  async settleNotice({ mailId, recipient }: Pick<OwedNotice, 'mailId' | 'recipient'>): Promise<void> {
    await this.#updateAll({ _id: mailId, noticeOwed: true }, settleUpdate(recipient));
  }

  async organizationsWithWork(now: string, limit: number): Promise<readonly OrganizationWork[]> {
    return await this.mongo.native(async (database) => await organizationsWithWork(database, new Date(now), limit));
  }

  async #updateAll(query: object, update: UpdatePipeline): Promise<number> {
    const { modifiedCount } = await this.mongo.run(
      async () => await this.mails.updateMany(query, update, { updatePipeline: true }),
    );
    return modifiedCount;
  }
}

function waitingMails(organizationId: string, categories: readonly OutboxCategory[]) {
  return { organizationId, phase: 'waiting' as const, category: trusted({ $in: [...categories] }) };
}

function noticesOf({ _id: mailId, recipients }: OutboxDocument): OwedNotice[] {
  return recipients.flatMap(({ recipient, noticeOwed }, position) =>
    noticeOwed ? [{ mailId, recipient, position }] : [],
  );
}
