import type { Model } from 'mongoose';

import type { ArrivedMail, MailAnnouncer } from '../../activities/ports/mail-arrivals';
import type { AcceptedMail, MailFilter, MailRecord, NewMail, OutboxIntake } from '../../activities/ports/outbox';
import { CatalogueError } from '../../domain/errors';
import type { ListPage } from '../../domain/list-order';
import { mailCategories, type OutboxCategory } from '../../domain/mail-message';
import { dispatchCollection } from './dispatch-document';
import { isHeld, usualTakeoverMs } from './dispatch-hold';
import { findAll, findLarge } from './find-all';
import { GroupCommit } from './group-commit';
import { insertAll } from './insert-all';
import type { MongoConnection } from './mongo-connection';
import { newMailDocument } from './new-mail-document';
import { outboxCollection, outboxSchema, toMailRecord, type OutboxDocument } from './outbox-schema';
import { OutboxView } from './outbox-view';
import { given, sortedPage, within, type StoredFields } from './sorted-page';

/** One write at a time: while the journal takes one, the next group gathers. */
const commitLimits = {
  inFlight: 1,
  everyMs: 8,
  itemsPerWrite: 200,
  bytesPerWrite: 8 * 1024 * 1024,
  bytesOf: ({ bytes }: OutboxDocument) => bytes.length,
};

/** Of all that lies in the outbox. */
export const allCategories: readonly OutboxCategory[] = [...mailCategories, 'notice'];
const withoutBytes = { bytes: 0 };
/** What no list shows. */
const asListed = {
  ...withoutBytes,
  fingerprint: 0,
  idempotencyKey: 0,
  origin: 0,
  attachments: 0,
  resolutions: 0,
  notBefore: 0,
  movedAt: 0,
  cancelRequestedAt: 0,
  noticeOwed: 0,
  noticeDueAt: 0,
  noticeAttempts: 0,
};
const storedFields: StoredFields<'messages'> = { acceptedAt: { path: 'acceptedAt', isDate: true } };
const mostLookedAt = 10_000;

interface Id {
  readonly _id: string;
}

/** Takes mails in, durably, and shows what became of them. */
export class MongoOutboxIntake implements OutboxIntake {
  protected readonly mongo: MongoConnection;
  protected readonly mails: Model<OutboxDocument>;

  protected readonly view: OutboxView;
  readonly #commit: GroupCommit<OutboxDocument, boolean>;
  readonly #announcer: MailAnnouncer | null;
  readonly #isHeld: object;

  /**
   * `announcer` tells dispatchers of every mail that was accepted. A shared dispatcher that has been silent for `takeoverMs` is
   * taken to be gone, by all processes alike.
   */
  constructor(mongo: MongoConnection, announcer: MailAnnouncer | null = null, takeoverMs = usualTakeoverMs) {
    this.mongo = mongo;
    this.#isHeld = isHeld(takeoverMs);
    this.#announcer = announcer;
    this.mails = mongo.model('Mail', outboxSchema);
    this.view = new OutboxView(mongo);
    this.#commit = new GroupCommit(async (mails) => await this.#insert(mails), commitLimits);
  }

  /** Throws MESSAGE_INVALID for a mail of more than 12 MB or 1,000 recipients, or without any. */
  async accept(mail: NewMail): Promise<MailRecord> {
    const document = newMailDocument(mail);
    if (await this.#commit.add(document)) return toMailRecord(document);
    return await this.#acceptedBefore(mail);
  }

  async find(id: string): Promise<MailRecord | null> {
    const found = await this.mongo.run(
      async () => await this.mails.findOne({ _id: id }, withoutBytes).lean<OutboxDocument>(),
    );
    return found && (await this.view.record(found));
  }

  async findByKey(organizationId: string, idempotencyKey: string): Promise<AcceptedMail | null> {
    const found = await this.mongo.run(async () => await this.#standing(organizationId, idempotencyKey));
    return found && { mail: await this.view.record(found), fingerprint: found.fingerprint };
  }

  /** Looked for in the index alone. A backlog of many mails may hide organizations behind it: they are found later. */
  async waitingSince(
    organizationIds: readonly string[],
    time: string,
  ): Promise<ReadonlyMap<string, 'in-hand' | 'left'>> {
    const nextAttemptAt = { $lte: new Date(time) };
    const organizationId = { $in: [...organizationIds] };
    const waiting = [
      { $match: { phase: 'waiting', organizationId, category: { $in: [...allCategories] }, nextAttemptAt } },
      { $limit: mostLookedAt },
      { $group: { _id: '$organizationId' } },
    ];
    return await this.mongo.native(async (database) => {
      const found = await database.collection(outboxCollection).aggregate<Id>(waiting, { hint: 'waiting' }).toArray();
      const ids = found.map(({ _id }) => _id);
      if (ids.length === 0) return new Map();
      const held = { _id: { $in: ids }, $expr: this.#isHeld };
      const query = { filter: held, projection: { _id: 1 }, limit: ids.length };
      const inHand = new Set((await findAll<Id>(database, dispatchCollection, query)).map(({ _id }) => _id));
      return new Map(ids.map((id) => [id, inHand.has(id) ? 'in-hand' : 'left']));
    });
  }

  async list(filter: MailFilter, page: ListPage<'messages'>): Promise<readonly MailRecord[]> {
    const { organizationId, recipient, state, category, route, since, until } = filter;
    const { behind, sort, limit } = sortedPage('messages', page, storedFields);
    const exact = given({ 'recipients.recipient': recipient, state, category, route });
    const query = { organizationId, ...exact, $and: [behind, within(storedFields.acceptedAt, { since, until })] };
    const asked = { filter: query, projection: asListed, sort, limit };
    const found = await this.mongo.native(
      async (database) => await findLarge<OutboxDocument>(database, outboxCollection, asked),
    );
    return await this.view.records(found);
  }

  async #acceptedBefore({ organizationId, idempotencyKey, fingerprint }: NewMail): Promise<MailRecord> {
    const found = await this.mongo.run(async () => await this.#standing(organizationId, idempotencyKey));
    if (found === null) throw new CatalogueError('INTERNAL', 'Another mail has this id');
    if (found.fingerprint !== fingerprint) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
    return await this.view.record(found);
  }

  async #insert(mails: readonly OutboxDocument[]): Promise<boolean[]> {
    const taken = await this.mongo.native(async (database) => await insertAll(database, outboxCollection, mails));
    this.#announcer?.announce(mails.filter((_, index) => !taken.has(index)).map(arrival));
    return mails.map((_, index) => !taken.has(index));
  }

  /** Changes nothing, but as a write it waits until the mail that stands there is durable. */
  async #standing(organizationId: string, idempotencyKey: string): Promise<OutboxDocument | null> {
    const key = { organizationId, idempotencyKey };
    return await this.mails
      .findOneAndUpdate(key, { $setOnInsert: key }, { projection: withoutBytes })
      .lean<OutboxDocument>();
  }
}

/** A mail that is due at once is named, so that nobody has to look for it. */
function arrival({ _id: mailId, organizationId, category, nextAttemptAt }: OutboxDocument): ArrivedMail {
  const isDue = nextAttemptAt !== null && nextAttemptAt.getTime() <= Date.now();
  return isDue ? { organizationId, category, mailId } : { organizationId, category };
}
