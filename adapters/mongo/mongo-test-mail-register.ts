import { Schema, type Model } from 'mongoose';

import type { AwaitedTestMail, ReturnedMailFindings, TestMailRegister } from '../../activities/ports/returned-mail';
import type { CheckResult } from '../../domain/check-report';
import type { MongoConnection } from './mongo-connection';
import { insertedNow, storeSchema } from './store-schema';

type AwaitedDocument = Omit<AwaitedTestMail, 'reference'> & { readonly _id: string };

export interface FindingsDocument {
  /** See `findingsIds`. */
  readonly _id: string;
  readonly results: readonly CheckResult[];
}

const awaitedSchema = storeSchema<AwaitedDocument>('awaited_test_mails', {
  _id: { type: String, required: true },
  organizationId: { type: String, required: true },
  revision: { type: Number, required: true },
  run: { type: Number, required: true },
  sent: { type: Schema.Types.Mixed, required: true },
});

export const returnedFindingsSchema = storeSchema<FindingsDocument>('returned_mail_findings', {
  _id: { type: String, required: true },
  results: { type: [Schema.Types.Mixed], required: true },
});

/** Under which ids the findings about a report's test mail are kept. */
export function findingsIds(organizationId: string, reportId: string) {
  const returned = `${organizationId}/${reportId}`;
  return { returned, bounced: `${returned}/bounce` };
}

/** Test mails on their way, and what was found out about those that came back. */
export class MongoTestMailRegister implements TestMailRegister, ReturnedMailFindings {
  readonly #mongo: MongoConnection;
  readonly #awaited: Model<AwaitedDocument>;
  readonly #findings: Model<FindingsDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#awaited = mongo.model('AwaitedTestMail', awaitedSchema);
    this.#findings = mongo.model('ReturnedMailFindings', returnedFindingsSchema);
  }

  async expect({ reference, ...rest }: AwaitedTestMail): Promise<void> {
    const update = { $set: rest };
    await this.#mongo.run(async () => await this.#awaited.updateOne({ _id: reference }, update, { upsert: true }));
  }

  async find(reference: string): Promise<AwaitedTestMail | null> {
    const found = await this.#mongo.run(async () => await this.#awaited.findById(reference).lean<AwaitedDocument>());
    if (found === null) return null;
    const { organizationId, revision, run, sent } = found;
    return { reference, organizationId, revision, run, sent };
  }

  async record(organizationId: string, reportId: string, results: readonly CheckResult[]): Promise<void> {
    await this.#keep(findingsIds(organizationId, reportId).returned, results);
  }

  async recordBounce(organizationId: string, reportId: string, result: CheckResult): Promise<void> {
    await this.#keep(findingsIds(organizationId, reportId).bounced, [result]);
  }

  async #keep(_id: string, results: readonly CheckResult[]): Promise<void> {
    await this.#mongo.run(async () => await insertedNow(this.#findings, { _id, results }));
  }
}
