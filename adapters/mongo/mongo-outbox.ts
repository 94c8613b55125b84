import { randomUUID } from 'node:crypto';
import { trusted } from 'mongoose';

import type {
  ClaimedMail,
  MailClaim,
  MailRecord,
  OrganizationWork,
  OutcomeRecord,
  OutboxLedger,
  OwedNotice,
} from '../../activities/ports/outbox';
import { mailCategories, type OutboxCategory } from '../../domain/mail-message';
import { headerBlock } from './header-block';
import { MongoOutboxIntake } from './mongo-outbox-intake';
import { toMailRecord, type OutboxDocument } from './outbox-schema';
import { afterAttempt } from './outbox-transitions';
import {
  claimUpdate,
  expireUpdate,
  holdUpdate,
  postponeUpdate,
  recordUpdate,
  settleUpdate,
  type UpdatePipeline,
} from './outbox-updates';
import { organizationsWithWork } from './outbox-work';

const allCategories: readonly OutboxCategory[] = [...mailCategories, 'notice'];

/** The whole outbox, with the dispatcher's side: every step is one compare-and-set on one mail. */
export class MongoOutbox extends MongoOutboxIntake implements OutboxLedger {
  async claimNext(claim: MailClaim): Promise<ClaimedMail | null> {
    const fence = randomUUID();
    const customerCategories = claim.categories.filter((category) => claim.route(category) === 'customer');
    const now = new Date(claim.now);
    const due = {
      ...waitingMails(claim.organizationId, claim.categories),
      nextAttemptAt: trusted({ $lte: now }),
      expiresAt: trusted({ $gt: now }),
    };
    const update = claimUpdate({ fence, now, customerCategories });
    const options = { sort: { nextAttemptAt: 1 }, returnDocument: 'after', updatePipeline: true } as const;
    const claimed = await this.mongo.run(
      async () => await this.mails.findOneAndUpdate(due, update, options).lean<OutboxDocument>(),
    );
    return claimed && { mail: toMailRecord(claimed), bytes: claimed.bytes, fence, recipients: inHand(claimed) };
  }

  async recordOutcomes(record: OutcomeRecord): Promise<boolean> {
    const { mailId: _id, fence, outcomes, attempted = true } = record;
    const retryAt = record.retryAt === null ? null : new Date(record.retryAt);
    const mine = { _id, fence };
    return await this.mongo.run(async () => {
      const mail = await this.mails.findOne(mine, { bytes: 0 }).lean<OutboxDocument>();
      if (mail === null) return false;
      const changes = afterAttempt(mail, { outcomes, retryAt, attempted, now: new Date(record.now) });
      const { matchedCount } = await this.mails.updateOne(mine, recordUpdate(changes), {
        updatePipeline: true,
      });
      return matchedCount === 1;
    });
  }

  async holdAbandoned(organizationId: string, claimedBefore: string, now: string): Promise<number> {
    const abandoned = { organizationId, phase: 'sending', claimedAt: trusted({ $lt: new Date(claimedBefore) }) };
    return await this.#updateAll(abandoned, holdUpdate(new Date(now)));
  }

  async expireOverdue(organizationId: string, now: string): Promise<number> {
    const past = trusted({ $lte: new Date(now) });
    const overdue = { ...waitingMails(organizationId, allCategories), nextAttemptAt: past, expiresAt: past };
    return await this.#updateAll(overdue, expireUpdate(new Date(now)));
  }

  async nextDueAt(organizationId: string, categories: readonly OutboxCategory[]): Promise<string | null> {
    const next = await this.mongo.run(
      async () =>
        await this.mails
          .findOne(waitingMails(organizationId, categories), { nextAttemptAt: 1 }, { sort: { nextAttemptAt: 1 } })
          .lean<OutboxDocument>(),
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

  async postponeNotices(mailIds: readonly string[], now: string): Promise<void> {
    const owing = { _id: trusted({ $in: [...mailIds] }), noticeOwed: true };
    await this.#updateAll(owing, postponeUpdate(new Date(now)));
  }

  async noticeSource(mailId: string): Promise<{ mail: MailRecord; headers: string } | null> {
    const found = await this.mongo.run(async () => await this.mails.findOne({ _id: mailId }).lean<OutboxDocument>());
    return found && { mail: toMailRecord(found), headers: headerBlock(found.bytes) };
  }

  async settleNotice({ mailId, recipient }: Pick<OwedNotice, 'mailId' | 'recipient'>): Promise<void> {
    await this.#updateAll({ _id: mailId, noticeOwed: true }, settleUpdate(recipient));
  }

  async organizationsWithWork(now: string, limit: number): Promise<readonly OrganizationWork[]> {
    return await this.mongo.run(async () => await organizationsWithWork(this.mails, new Date(now), limit));
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

function inHand({ recipients }: OutboxDocument): string[] {
  return recipients.filter(({ state }) => state === 'sending').map(({ recipient }) => recipient);
}

function noticesOf({ _id: mailId, recipients }: OutboxDocument): OwedNotice[] {
  return recipients.flatMap(({ recipient, noticeOwed }, position) =>
    noticeOwed ? [{ mailId, recipient, position }] : [],
  );
}
