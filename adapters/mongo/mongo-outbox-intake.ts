import { trusted, type Model } from 'mongoose';

import type { AcceptedMail, MailRecord, NewMail, OutboxIntake } from '../../activities/ports/outbox';
import { CatalogueError } from '../../domain/errors';
import type { MongoConnection } from './mongo-connection';
import { outboxSchema, toMailRecord, type OutboxDocument } from './outbox-schema';
import { earlier } from './outbox-transitions';
import { insertedNow } from './store-schema';

/** A mail and its ledger are one document, and MongoDB's documents end at 16 MB. */
export const mailSizeLimit = 12 * 1024 * 1024;
export const mailRecipientLimit = 1_000;

const withoutBytes = { bytes: 0 };
const newestFirst = { sort: { acceptedAt: -1, _id: -1 } } as const;

/** Takes mails in, durably, and shows what became of them. */
export class MongoOutboxIntake implements OutboxIntake {
  protected readonly mongo: MongoConnection;
  protected readonly mails: Model<OutboxDocument>;

  constructor(mongo: MongoConnection) {
    this.mongo = mongo;
    this.mails = mongo.model('Mail', outboxSchema);
  }

  /** Throws MESSAGE_INVALID for a mail of more than 12 MB or 1,000 recipients, or without any. */
  async accept(mail: NewMail): Promise<MailRecord> {
    const document = toDocument(mail);
    return await this.mongo.run(async () => {
      if (await insertedNow(this.mails, document)) return toMailRecord(document);
      return await this.#acceptedBefore(mail);
    });
  }

  async find(id: string): Promise<MailRecord | null> {
    const found = await this.mongo.run(
      async () => await this.mails.findOne({ _id: id }, withoutBytes).lean<OutboxDocument>(),
    );
    return found && toMailRecord(found);
  }

  async findByKey(organizationId: string, idempotencyKey: string): Promise<AcceptedMail | null> {
    const found = await this.mongo.run(async () => await this.#standing(organizationId, idempotencyKey));
    return found && { mail: toMailRecord(found), fingerprint: found.fingerprint };
  }

  async list(filter: { organizationId: string; limit: number; before: string | null }): Promise<readonly MailRecord[]> {
    const { organizationId, limit, before } = filter;
    return await this.mongo.run(async () => {
      const cursor = before === null ? {} : await this.#olderThan(organizationId, before);
      if (cursor === null) return [];
      const query = this.mails.find({ organizationId, ...cursor }, withoutBytes, { ...newestFirst, limit });
      const found = await query.lean<OutboxDocument[]>();
      return found.map(toMailRecord);
    });
  }

  async #acceptedBefore({ organizationId, idempotencyKey, fingerprint }: NewMail): Promise<MailRecord> {
    const found = await this.#standing(organizationId, idempotencyKey);
    if (found === null) throw new CatalogueError('INTERNAL', 'Another mail has this id');
    if (found.fingerprint !== fingerprint) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
    return toMailRecord(found);
  }

  /** Changes nothing, but as a write it waits until the mail that stands there is durable. */
  async #standing(organizationId: string, idempotencyKey: string): Promise<OutboxDocument | null> {
    const key = { organizationId, idempotencyKey };
    return await this.mails
      .findOneAndUpdate(key, { $setOnInsert: key }, { projection: withoutBytes })
      .lean<OutboxDocument>();
  }

  async #olderThan(organizationId: string, id: string): Promise<object | null> {
    const last = await this.mails.findOne({ _id: id, organizationId }, withoutBytes).lean<OutboxDocument>();
    if (last === null) return null;
    const { acceptedAt, _id } = last;
    return {
      acceptedAt: trusted({ $lte: acceptedAt }),
      $or: [{ acceptedAt: trusted({ $lt: acceptedAt }) }, { acceptedAt, _id: trusted({ $lt: _id }) }],
    };
  }
}

function toDocument(mail: NewMail): OutboxDocument {
  const { id, bytes, recipients, notBefore, ...fixed } = mail;
  const addresses = [...new Set(recipients)];
  if (bytes.length > mailSizeLimit) throw new CatalogueError('MESSAGE_INVALID', 'The mail is larger than 12 MB');
  if (addresses.length === 0) throw new CatalogueError('MESSAGE_INVALID', 'The mail has no recipient');
  if (addresses.length > mailRecipientLimit) {
    throw new CatalogueError('MESSAGE_INVALID', 'The mail has more than 1,000 recipients');
  }
  const [acceptedAt, expiresAt] = [new Date(mail.acceptedAt), new Date(mail.expiresAt)];
  const accepted = { state: 'accepted', answer: null, changedAt: acceptedAt, noticeOwed: false } as const;
  return {
    ...fixed,
    _id: id,
    bytes: Buffer.from(bytes),
    acceptedAt,
    expiresAt,
    phase: 'waiting',
    nextAttemptAt: earlier(new Date(notBefore), expiresAt),
    attempts: 0,
    route: null,
    fence: null,
    claimedAt: null,
    recipients: addresses.map((recipient) => ({ recipient, ...accepted })),
    noticeOwed: false,
    noticeDueAt: null,
    noticeAttempts: 0,
  };
}
