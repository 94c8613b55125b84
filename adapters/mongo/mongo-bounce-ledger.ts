import { trusted, type Model } from 'mongoose';

import type { BounceLedger, ReportedMove } from '../../activities/ports/bounce-ledger';
import type { MailAnnouncer } from '../../activities/ports/mail-arrivals';
import type { MailRecord, OutboxIntake } from '../../activities/ports/outbox';
import { mailState } from '../../domain/mail-message';
import type { MongoConnection } from './mongo-connection';
import { outboxSchema, toMailRecord, type OutboxDocument } from './outbox-schema';

/** Our Message-IDs begin with the id of their mail. */
const ownMessageId = /^<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@/i;

/** The outbox as reports from outside see it: they find mails, and move recipients by compare-and-set. */
export class MongoBounceLedger implements BounceLedger {
  readonly #mongo: MongoConnection;
  /** Shows mails as they are at this moment; the documents themselves may be a little behind. */
  readonly #outbox: Pick<OutboxIntake, 'find'>;
  readonly #mails: Model<OutboxDocument>;
  readonly #announcer: MailAnnouncer | null;

  /** `announcer` tells dispatchers of every notice that is owed from now on. */
  constructor(mongo: MongoConnection, outbox: Pick<OutboxIntake, 'find'>, announcer: MailAnnouncer | null = null) {
    this.#mongo = mongo;
    this.#outbox = outbox;
    this.#announcer = announcer;
    this.#mails = mongo.model('Mail', outboxSchema);
  }

  async find(mailId: string): Promise<MailRecord | null> {
    return await this.#outbox.find(mailId);
  }

  async findByMessageId(messageId: string): Promise<MailRecord | null> {
    const [, id] = ownMessageId.exec(messageId) ?? [];
    const found = id === undefined ? null : await this.#outbox.find(id.toLowerCase());
    return found?.messageId.toLowerCase() === messageId.toLowerCase() ? found : null;
  }

  async findByRecipient(
    recipient: string,
    time: { from: string; to: string },
    limit: number,
  ): Promise<readonly MailRecord[]> {
    const accepted = trusted({ $gte: new Date(time.from), $lte: new Date(time.to) });
    const query = { 'recipients.recipient': recipient, acceptedAt: accepted };
    const options = { sort: { acceptedAt: -1 }, limit } as const;
    const found = await this.#mongo.run(
      async () => await this.#mails.find(query, { bytes: 0 }, options).lean<OutboxDocument[]>(),
    );
    return found.map(toMailRecord);
  }

  async move({ mailId: _id, position, from, to, answer, noticeDueAt, now }: ReportedMove): Promise<boolean> {
    return await this.#mongo.run(async () => {
      const mail = await this.#mails.findOne({ _id }, { recipients: 1, organizationId: 1 }).lean<OutboxDocument>();
      const states = mail?.recipients.map(({ state }) => state) ?? [];
      const standing = states[position];
      if (mail === null || standing === undefined || !from.includes(standing)) return false;
      const owed = noticeDueAt !== null;
      const notices = owed ? { noticeOwed: true, noticeDueAt: new Date(noticeDueAt), noticeAttempts: 0 } : {};
      const recipient = { state: to, answer, changedAt: new Date(now), noticeOwed: owed };
      const moved = Object.entries(recipient).map(
        ([name, value]) => [`recipients.${position}.${name}`, value] as const,
      );
      const changes = { ...Object.fromEntries(moved), ...notices, state: mailState(states.with(position, to)) };
      // The mail's own state is told from all of its recipients, so that none of them may have moved meanwhile.
      const places = states.map((state, place) => [`recipients.${place}.state`, state] as const);
      const unchanged = { _id, ...Object.fromEntries(places) };
      const { matchedCount } = await this.#mails.updateOne(unchanged, {
        $set: changes,
        $currentDate: { movedAt: true },
      });
      if (owed && matchedCount === 1) this.#announcer?.announce([{ organizationId: mail.organizationId }]);
      return matchedCount === 1;
    });
  }
}
