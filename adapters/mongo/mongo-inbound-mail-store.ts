import { trusted, type Model } from 'mongoose';

import {
  type InboundMail,
  type InboundMailFilter,
  type InboundMailIntake,
  type InboundMailLedger,
  type InboundMailReader,
  type InboundMailSummary,
  type InboundSettlement,
  type NewInboundMail,
  type RejectedMail,
  type Rejection,
} from '../../activities/ports/inbound-mail-store';
import type { ListPage } from '../../domain/list-order';
import { GroupCommit } from './group-commit';
import {
  inboundMailCollection,
  inboundMailSchema,
  toInboundMail,
  toInboundMailDocument,
  toInboundMailSummary,
  type InboundMailDocument,
} from './inbound-mail-schema';
import { insertAll } from './insert-all';
import type { MongoConnection } from './mongo-connection';
import { given, sortedPage, within, type StoredFields } from './sorted-page';

/** One write at a time: while the journal takes one, the next group gathers. */
const commitLimits = {
  inFlight: 1,
  everyMs: 8,
  itemsPerWrite: 200,
  bytesPerWrite: 8 * 1024 * 1024,
  bytesOf: ({ size }: InboundMailDocument) => size,
};

const storedFields: StoredFields<'inboundMails'> = { receivedAt: { path: 'receivedAt', isDate: true } };

/** Mail that came in, each once by its content identity, with its bytes. */
export class MongoInboundMailStore implements InboundMailIntake, InboundMailLedger, InboundMailReader {
  readonly #mongo: MongoConnection;
  readonly #mails: Model<InboundMailDocument>;
  readonly #commit: GroupCommit<InboundMailDocument, boolean>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#mails = mongo.model('InboundMail', inboundMailSchema);
    this.#commit = new GroupCommit(async (mails) => await this.#insert(mails), commitLimits);
  }

  async store(mail: NewInboundMail): Promise<'stored' | 'known'> {
    if (await this.#commit.add(toInboundMailDocument(mail))) return 'stored';
    // As a write it also waits until what stands there is durable.
    await this.#mongo.run(async () => await this.#mails.updateOne({ _id: mail.id }, { $inc: { copies: 1 } }));
    return 'known';
  }

  async find(id: string): Promise<InboundMail | null> {
    const found = await this.#mongo.run(async () => await this.#mails.findById(id).lean<InboundMailDocument>());
    return found === null ? null : toInboundMail(found);
  }

  async settle(id: string, { class: kind, at, ...result }: InboundSettlement): Promise<void> {
    await this.#mongo.run(async () => {
      const open = { _id: id, state: 'stored' } as const;
      await this.#mails.updateOne(open, { $set: { ...result, state: 'settled', settledAt: new Date(at) } });
      await this.#mails.updateOne({ _id: id }, { $set: { class: kind } });
    });
  }

  async reopen(id: string): Promise<void> {
    const open = { state: 'stored', outcome: null, findings: [], settledAt: null };
    await this.#mongo.run(async () => await this.#mails.updateOne({ _id: id, state: 'settled' }, { $set: open }));
  }

  async list(
    { since, until, ...exact }: InboundMailFilter,
    page: ListPage<'inboundMails'>,
  ): Promise<readonly InboundMailSummary[]> {
    const { behind, sort, limit } = sortedPage('inboundMails', page, storedFields);
    const query = { ...given(exact), $and: [behind, within(storedFields.receivedAt, { since, until })] };
    const found = await this.#mongo.run(
      async () => await this.#mails.find(query, { raw: 0 }, { sort, limit }).lean<InboundMailDocument[]>(),
    );
    return found.map(toInboundMailSummary);
  }

  async isKnownRejection(rejection: Rejection & RejectedMail & { since: string }): Promise<boolean> {
    const { organizationId, fault, inboundMailId, since } = rejection;
    const receivedAt = new Date(rejection.receivedAt);
    const query = {
      outcome: 'rejected' as const,
      'findings.organizationId': organizationId,
      'findings.because': fault,
      receivedAt: trusted({ $gte: new Date(since), $lte: receivedAt }),
      $or: [{ receivedAt: trusted({ $lt: receivedAt }) }, { _id: trusted({ $lt: inboundMailId }) }],
    };
    return await this.#mongo.run(async () => (await this.#mails.exists(query)) !== null);
  }

  async unsettled(storedBefore: string, limit: number): Promise<readonly Pick<InboundMail, 'id' | 'class'>[]> {
    return await this.#mongo.run(async () => {
      const query = { state: 'stored', receivedAt: trusted({ $lt: new Date(storedBefore) }) } as const;
      const options = { sort: { receivedAt: 1 }, limit } as const;
      const found = await this.#mails.find(query, { class: 1 }, options).lean<InboundMailDocument[]>();
      return found.map(({ _id, class: kind }) => ({ id: _id, class: kind }));
    });
  }

  async #insert(mails: readonly InboundMailDocument[]): Promise<boolean[]> {
    const taken = await this.#mongo.native(async (database) => await insertAll(database, inboundMailCollection, mails));
    return mails.map((_, index) => !taken.has(index));
  }
}
