import type { mongo } from 'mongoose';

import type { MailRetention, RetentionTimes } from '../../activities/ports/mail-retention';
import { attachmentCollection, type AttachmentDocument } from './attachment-schema';
import { entriesOf } from './dispatch-ledger';
import { dispatchesOf } from './mongo-dispatch-run';
import { entryId } from './ledger-entry';
import type { MongoAttachmentStore } from './mongo-attachment-store';
import type { MongoConnection } from './mongo-connection';
import { outboxCollection, type OutboxDocument } from './outbox-schema';
import { storeSchema } from './store-schema';

/** How far an organization's mail has been gone through: everything before is done with, or was left for a reason. */
interface RetentionDocument {
  readonly _id: string;
  readonly bodies: Date;
  readonly mails: Date;
}

type Mark = 'bodies' | 'mails';
type Old = Pick<OutboxDocument, '_id' | 'acceptedAt' | 'sequence'>;

const retentionCollection = 'retention';
const beginning = new Date(0);
/** How long an attachment is left alone that a mail still names. */
const namedMs = 24 * 3_600_000;

const retentionSchema = storeSchema<RetentionDocument>(retentionCollection, {
  _id: { type: String, required: true },
  bodies: { type: Date, default: beginning },
  mails: { type: Date, default: beginning },
});

/** Nobody waits for these mails any more, and nobody has to do anything about them. */
const atRest = { phase: 'done', state: { $ne: 'held' }, noticeOwed: false } as const;

/** Goes through each organization's mail in the order of its acceptance, by the index that lists it. */
export class MongoMailRetention implements MailRetention {
  readonly #mongo: MongoConnection;
  readonly #attachments: MongoAttachmentStore;

  constructor(connection: MongoConnection, attachments: MongoAttachmentStore) {
    this.#mongo = connection;
    this.#attachments = attachments;
    connection.model('Retention', retentionSchema);
  }

  async organizations(after: string | null, limit: number): Promise<readonly string[]> {
    const query = after === null ? {} : { _id: { $gt: after } };
    const found = await this.#mongo.native(
      async (database) =>
        await dispatchesOf(database)
          .find(query, { projection: { _id: 1 }, sort: { _id: 1 }, limit })
          .toArray(),
    );
    return found.map(({ _id }) => _id);
  }

  async dropBodies(organizationId: string, { bodiesBefore }: RetentionTimes, limit: number): Promise<boolean> {
    return await this.#goOn('bodies', organizationId, new Date(bodiesBefore), limit, async (database, old) => {
      const ended = { _id: { $in: old.map(({ _id }) => _id) }, ...atRest };
      await mailsOf(database).updateMany(ended, { $set: { bytes: Buffer.alloc(0) }, $unset: { attachments: '' } });
    });
  }

  /** The attempts go first: a mail without them can be found again, attempts without their mail cannot. */
  async dropMails(organizationId: string, { mailsBefore }: RetentionTimes, limit: number): Promise<boolean> {
    return await this.#goOn('mails', organizationId, new Date(mailsBefore), limit, async (database, old) => {
      const mails = mailsOf(database);
      const ended = { _id: { $in: old.map(({ _id }) => _id) }, ...atRest };
      const gone = await mails.find(ended, { projection: { _id: 1, sequence: 1 } }).toArray();
      const entries = gone.flatMap(({ _id, sequence }) =>
        Array.from({ length: sequence }, (_, index) => entryId(_id, index + 1)),
      );
      await entriesOf(database).deleteMany({ _id: { $in: entries } });
      await mails.deleteMany({ ...ended, _id: { $in: gone.map(({ _id }) => _id) } });
    });
  }

  async dropAttachments({ now }: RetentionTimes, limit: number): Promise<boolean> {
    const old = await this.#mongo.native(
      async (database) =>
        await attachmentsOf(database)
          .find({ keptUntil: { $lt: new Date(now) } }, { sort: { keptUntil: 1 }, limit })
          .toArray(),
    );
    for (const attachment of old) await this.#dropAttachment(attachment, new Date(now));
    return old.length === limit;
  }

  /** One that was named in the meantime has another time, so that it is met neither way. */
  async #dropAttachment({ _id, keptUntil }: AttachmentDocument, now: Date): Promise<void> {
    const isGone = await this.#mongo.native(async (database) => {
      const named = await mailsOf(database).findOne({ 'attachments.attachmentId': _id }, { projection: { _id: 1 } });
      const change = named ? { keptUntil: new Date(now.getTime() + namedMs) } : { isStored: false };
      const { matchedCount } = await attachmentsOf(database).updateOne({ _id, keptUntil }, { $set: change });
      return named === null && matchedCount === 1;
    });
    if (isGone) await this.#attachments.remove(_id);
  }

  async #goOn(
    mark: Mark,
    organizationId: string,
    before: Date,
    limit: number,
    drop: (database: mongo.Db, old: readonly Old[]) => Promise<void>,
  ): Promise<boolean> {
    return await this.#mongo.native(async (database) => {
      const marks = database.collection<RetentionDocument>(retentionCollection);
      const from = (await marks.findOne({ _id: organizationId }))?.[mark] ?? beginning;
      const range = { organizationId, acceptedAt: { $gte: from, $lt: before } };
      const options = {
        projection: { acceptedAt: 1 },
        sort: { acceptedAt: 1, _id: 1 },
        limit,
        hint: 'newest_first',
      } as const;
      const batch = await mailsOf(database).find<Old>(range, options).toArray();
      const hasMore = batch.length === limit;
      // A mark cannot stand between mails of the same millisecond: those behind this batch belong to it.
      const last = hasMore ? batch.at(-1)?.acceptedAt : undefined;
      const rest =
        last === undefined
          ? []
          : await mailsOf(database)
              .find<Old>({ organizationId, acceptedAt: last }, { ...options, limit: 0 })
              .toArray();
      const old = [...batch, ...rest];
      if (old.length > 0) await drop(database, old);
      // What was left when mails were dropped is looked at again the next time; it is little.
      const next = last === undefined ? (mark === 'mails' ? beginning : before) : new Date(last.getTime() + 1);
      await marks.updateOne({ _id: organizationId }, { $set: { [mark]: next } }, { upsert: true });
      return hasMore;
    });
  }
}

function mailsOf(database: mongo.Db): mongo.Collection<OutboxDocument> {
  return database.collection<OutboxDocument>(outboxCollection);
}

function attachmentsOf(database: mongo.Db): mongo.Collection<AttachmentDocument> {
  return database.collection<AttachmentDocument>(attachmentCollection);
}
