import type { Model } from 'mongoose';

import type {
  AttentionFilter,
  MailAttempt,
  MailDesk,
  MailHistory,
  OriginalMail,
  ResolveCommand,
} from '../../activities/ports/mail-desk';
import type { MailAnnouncer } from '../../activities/ports/mail-arrivals';
import type { MailRecord } from '../../activities/ports/outbox';
import { CatalogueError } from '../../domain/errors';
import type { ListPage } from '../../domain/list-order';
import { dispatchesOf } from './mongo-dispatch-run';
import { entriesOf } from './dispatch-ledger';
import { entryId, sequenceOf, type LedgerEntry } from './ledger-entry';
import type { MongoConnection } from './mongo-connection';
import { OutboxFollower } from './outbox-follower';
import { outboxSchema, type OutboxDocument } from './outbox-schema';
import { cancelUpdate, resolveUpdate, type UpdatePipeline } from './outbox-updates';
import { OutboxView } from './outbox-view';
import { given, sortedPage, within, type StoredFields } from './sorted-page';

const withoutBytes = { bytes: 0 };
const storedFields: StoredFields<'messagesNeedingAttention'> = { acceptedAt: { path: 'acceptedAt', isDate: true } };

/** The desk for questions about single mails; what it changes is one compare-and-set on one mail. */
export class MongoMailDesk implements MailDesk {
  readonly #mongo: MongoConnection;
  readonly #mails: Model<OutboxDocument>;
  readonly #view: OutboxView;
  readonly #follower: OutboxFollower;
  readonly #announcer: MailAnnouncer | null;

  constructor(mongo: MongoConnection, announcer: MailAnnouncer | null = null) {
    this.#mongo = mongo;
    this.#mails = mongo.model('Mail', outboxSchema);
    this.#view = new OutboxView(mongo);
    this.#follower = new OutboxFollower(mongo, this.#mails);
    this.#announcer = announcer;
  }

  async history(mailId: string): Promise<MailHistory> {
    const mail = await this.#find(mailId);
    if (mail === null) return { attempts: [], resolutions: [] };
    const ids = Array.from({ length: mail.sequence + 1 }, (_, index) => entryId(mailId, index + 1));
    const found = await this.#mongo.native(
      async (database) =>
        await entriesOf(database)
          .find({ _id: { $in: ids } })
          .toArray(),
    );
    const inOrder = found.toSorted((one, other) => sequenceOf(one) - sequenceOf(other));
    const resolutions = mail.resolutions ?? [];
    return {
      attempts: inOrder.map(toAttempt),
      resolutions: resolutions.map(({ resolution, reason, by, at }) => ({
        resolution,
        reason,
        by,
        at: at.toISOString(),
      })),
    };
  }

  async original(mailId: string): Promise<OriginalMail | null> {
    const found = await this.#mongo.run(async () => await this.#mails.findOne({ _id: mailId }).lean<OutboxDocument>());
    if (found === null) return null;
    const { bytes, attachments = [], ...mail } = found;
    return { mail: await this.#view.record(mail), bytes, attachments };
  }

  async needingAttention(
    { state, organizationId, since, until }: AttentionFilter,
    page: ListPage<'messagesNeedingAttention'>,
  ): Promise<readonly MailRecord[]> {
    const { behind, sort, limit } = sortedPage('messagesNeedingAttention', page, storedFields);
    const query = {
      state,
      ...given({ organizationId }),
      $and: [behind, within(storedFields.acceptedAt, { since, until })],
    };
    const found = await this.#mongo.run(
      async () => await this.#mails.find(query, withoutBytes, { sort, limit }).lean<OutboxDocument[]>(),
    );
    return await this.#view.records(found);
  }

  /**
   * The wish is written before the lanes are read, and a dispatcher writes its lanes before it reads a mail: one of the
   * two sees the other, so that a mail is never both cancelled and begun.
   */
  async cancel(mailId: string, now: string): Promise<MailRecord> {
    const wish = { $set: { cancelRequestedAt: new Date(now) } };
    const waiting = { _id: mailId, phase: 'waiting' as const };
    const mail = await this.#mongo.run(
      async () =>
        await this.#mails
          .findOneAndUpdate(waiting, wish, { returnDocument: 'after', projection: withoutBytes })
          .lean<OutboxDocument>(),
    );
    if (mail === null) return await this.#ended(mailId);
    if (!(await this.#isInHand(mail))) {
      const asItWas = { ...waiting, sequence: mail.sequence };
      await this.#update(asItWas, cancelUpdate(new Date(now)));
    }
    return await this.#record(mailId);
  }

  async resolveHeld(mailId: string, resolved: ResolveCommand): Promise<MailRecord> {
    if (await this.#isResolvedBefore(mailId, resolved)) return await this.#record(mailId);
    const held = { _id: mailId, phase: 'done' as const, 'recipients.state': 'held' as const };
    const resolve = async () => await this.#update(held, resolveUpdate(resolved));
    let isResolved = await resolve();
    if (!isResolved) {
      await this.#follow(mailId);
      isResolved = await resolve();
    }
    const record = await this.#record(mailId);
    // Another request with the same command may have been quicker.
    if (!isResolved && (await this.#isResolvedBefore(mailId, resolved))) return record;
    if (!isResolved) throw new CatalogueError('MESSAGE_NOT_HELD');
    const { organizationId, category } = record;
    // Whoever cannot be reached is owed a notice.
    const isLost = resolved.resolution === 'undeliverable';
    this.#announcer?.announce([isLost ? { organizationId } : { organizationId, category }]);
    return record;
  }

  /** The outbox may be behind the ledger, which everyone can see already. */
  async #follow(mailId: string): Promise<void> {
    const mail = await this.#find(mailId);
    if (mail?.phase !== 'waiting') return;
    const next = { _id: entryId(mailId, mail.sequence + 1) };
    const entry = await this.#mongo.native(async (database) => await entriesOf(database).findOne(next));
    if (entry !== null) await this.#follower.apply(mail, entry);
  }

  async #isResolvedBefore(mailId: string, { commandId, resolution, reason }: ResolveCommand): Promise<boolean> {
    if (commandId === undefined) return false;
    const mail = await this.#find(mailId);
    const known = mail?.resolutions?.find((each) => each.commandId === commandId);
    if (known === undefined) return false;
    if (known.resolution === resolution && known.reason === reason) return true;
    throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
  }

  async #ended(mailId: string): Promise<MailRecord> {
    const record = await this.#record(mailId);
    if (record.recipients.some(({ state }) => state === 'cancelled')) return record;
    throw new CatalogueError('MESSAGE_ENDED');
  }

  async #isInHand({ _id, sequence, organizationId }: OutboxDocument): Promise<boolean> {
    const id = entryId(_id, sequence + 1);
    return await this.#mongo.native(async (database) => {
      const mine = { _id: organizationId, 'lanes.attempts': id };
      return (await dispatchesOf(database).findOne(mine, { projection: { _id: 1 } })) !== null;
    });
  }

  async #record(mailId: string): Promise<MailRecord> {
    const mail = await this.#find(mailId);
    if (mail === null) throw new CatalogueError('NOT_FOUND');
    return await this.#view.record(mail);
  }

  async #find(mailId: string): Promise<OutboxDocument | null> {
    return await this.#mongo.run(
      async () => await this.#mails.findOne({ _id: mailId }, withoutBytes).lean<OutboxDocument>(),
    );
  }

  async #update(query: object, update: UpdatePipeline): Promise<boolean> {
    const { matchedCount } = await this.#mongo.run(
      async () => await this.#mails.updateOne(query, update, { updatePipeline: true }),
    );
    return matchedCount === 1;
  }
}

function toAttempt(entry: LedgerEntry): MailAttempt {
  const { kind, route, counted, outcomes, at } = entry;
  return { sequence: sequenceOf(entry), kind, route, counted, at: at.toISOString(), outcomes };
}
