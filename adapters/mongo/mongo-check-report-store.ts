import { Schema, trusted, type Model, type QueryFilter } from 'mongoose';

import type { CheckReportList, ListedReport, ReportFilter } from '../../activities/ports/check-report-list';
import type { CheckReportStore } from '../../activities/ports/lifecycle-store';
import {
  checkCodes,
  checkReportId,
  checkStages,
  checkVerdicts,
  withLaterResults,
  type CheckReport,
  type CheckResult,
} from '../../domain/check-report';
import type { ListPage } from '../../domain/list-order';
import type { ReportedCapabilities, ReportedCertificate, ReportedTls } from '../../domain/session-facts';
import { trustKinds } from '../../domain/server-trust';
import { findingsIds, returnedFindingsSchema, type FindingsDocument } from './mongo-test-mail-register';
import type { MongoConnection } from './mongo-connection';
import { given, sortedPage, within, type StoredFields } from './sorted-page';
import { insertedNow, partSchema, storeSchema } from './store-schema';

export type CheckReportDocument = Omit<CheckReport, 'id'> & {
  readonly _id: string;
  /** When the watch over a live server wrote a newer one; missing for what is kept: the newest, and all that is no routine. */
  readonly supersededAt?: Date;
};

const result = partSchema<CheckReport['results'][number]>({
  id: { type: String, required: true },
  stage: { type: String, required: true, enum: checkStages },
  verdict: { type: String, required: true, enum: checkVerdicts },
  code: { type: String, required: true, enum: checkCodes },
  facts: { type: Schema.Types.Mixed, required: true },
  durationMs: { type: Number, required: true },
});

const transcriptLine = partSchema<CheckReport['transcript'][number]>({
  from: { type: String, required: true, enum: ['client', 'server'] },
  text: { type: String },
});

const capabilities = partSchema<ReportedCapabilities>({
  size: { type: Number, default: null },
  eightBitMime: { type: Boolean, required: true },
  smtpUtf8: { type: Boolean, required: true },
  pipelining: { type: Boolean, required: true },
  dsn: { type: Boolean, required: true },
  extensions: { type: [String], required: true },
  authBeforeTls: { type: [String], required: true },
  authAfterTls: { type: [String], required: true },
});

const certificate = partSchema<ReportedCertificate>({
  subject: { type: String, required: true },
  issuer: { type: String, required: true },
  names: { type: [String], required: true },
  expiresAt: { type: String, required: true },
  sha256: { type: String },
});

const tls = partSchema<ReportedTls>({
  verified: { type: Boolean, required: true },
  version: { type: String, required: true },
  cipher: { type: String, required: true },
  trust: { type: String, enum: trustKinds },
  chain: { type: [certificate], required: true },
});

const newestFirst = 'newest_first';
const storedFields: StoredFields<'checkReports'> = { startedAt: { path: 'startedAt', index: newestFirst } };
/** What no list shows. */
const asListed = { transcript: 0, capabilities: 0, tls: 0, certificateExpiresAt: 0, supersededAt: 0 };

export const checkReportSchema = storeSchema<CheckReportDocument>(
  'check_reports',
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    revision: { type: Number, required: true },
    run: { type: Number, required: true },
    verdict: { type: String, required: true },
    failingStage: { type: String, default: null },
    results: { type: [result], required: true },
    transcript: { type: [transcriptLine], required: true },
    certificateExpiresAt: { type: String, default: null },
    capabilities: { type: capabilities },
    tls: { type: tls },
    startedAt: { type: String, required: true },
    finishedAt: { type: String, required: true },
    supersededAt: { type: Date },
  },
  [
    { fields: { organizationId: 1, startedAt: -1, _id: -1 }, options: { name: newestFirst } },
    {
      fields: { supersededAt: 1, _id: 1 },
      options: { name: 'superseded', partialFilterExpression: { supersededAt: { $exists: true } } },
    },
  ],
);

/**
 * Finished check reports, each written once. The watch over live servers writes one a day: a newer one marks those before as
 * superseded, so that a sweep finds them. One that failed is evidence and is never marked.
 */
export class MongoCheckReportStore implements CheckReportStore, CheckReportList {
  readonly #mongo: MongoConnection;
  readonly #reports: Model<CheckReportDocument>;
  readonly #findings: Model<FindingsDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#reports = mongo.model('CheckReport', checkReportSchema);
    this.#findings = mongo.model('ReturnedMailFindings', returnedFindingsSchema);
  }

  async save(report: CheckReport): Promise<void> {
    const { id, ...rest } = report;
    const document = { _id: documentId(report.organizationId, id), ...rest };
    await this.#mongo.run(async () => {
      await insertedNow(this.#reports, document);
      if (id.startsWith(watchPrefix)) await this.#supersede(report);
    });
  }

  async find(organizationId: string, reportId: string): Promise<CheckReport | null> {
    const query = { _id: documentId(organizationId, reportId) };
    const found = await this.#mongo.run(async () => await this.#reports.findOne(query).lean<CheckReportDocument>());
    if (found === null) return null;
    const { _id, supersededAt: _supersededAt, ...report } = found;
    const laterOf = await this.#later(organizationId, [reportId]);
    return withLaterResults({ id: reportId, ...report }, laterOf(reportId));
  }

  async list(filter: ReportFilter, page: ListPage<'checkReports'>): Promise<readonly ListedReport[]> {
    const { organizationId, purpose, revision } = filter;
    const [since, until] = [asKept(filter.since), asKept(filter.until)];
    const { behind, ...asked } = sortedPage('checkReports', page, storedFields);
    const prefix = purpose && documentId(organizationId, `${purpose}-`);
    const ofPurpose = prefix && trusted({ $gte: prefix, $lt: `${prefix}~` });
    const narrowed = given({ _id: ofPurpose, revision });
    const query = { organizationId, $and: [behind, narrowed, within(storedFields.startedAt, { since, until })] };
    const found = await this.#mongo.run(
      async () => await this.#reports.find(query, asListed, asked).lean<CheckReportDocument[]>(),
    );
    const reports = found.map(({ _id, ...report }) => ({ id: _id.slice(organizationId.length + 1), ...report }));
    const laterOf = await this.#later(
      organizationId,
      reports.map(({ id }) => id),
    );
    return reports.map((report) => withLaterResults(report, laterOf(report.id)));
  }

  /** What was found about test mails after their reports were written: what came back first, then what bounced. */
  async #later(organizationId: string, reportIds: readonly string[]) {
    const ids = reportIds.map((id) => findingsIds(organizationId, id));
    const wanted = { _id: trusted({ $in: ids.flatMap(({ returned, bounced }) => [returned, bounced]) }) };
    const found =
      ids.length === 0
        ? []
        : await this.#mongo.run(async () => await this.#findings.find(wanted).lean<FindingsDocument[]>());
    const results = new Map(found.map(({ _id, results: late }) => [_id, late]));
    return (reportId: string): readonly CheckResult[] => {
      const { returned, bounced } = findingsIds(organizationId, reportId);
      return [...(results.get(returned) ?? []), ...(results.get(bounced) ?? [])];
    };
  }

  /** Ids that begin alike lie side by side in the index of ids. */
  async #supersede({ organizationId, startedAt }: CheckReport): Promise<void> {
    const first = documentId(organizationId, watchPrefix);
    const before: QueryFilter<CheckReportDocument> = {
      _id: trusted({ $gte: first, $lt: `${first}~` }),
      supersededAt: trusted({ $exists: false }),
      verdict: trusted({ $ne: 'fail' }),
      startedAt: trusted({ $lt: startedAt }),
    };
    await this.#reports.updateMany(before, { $set: { supersededAt: new Date() } });
  }
}

/** All reports of the watch over an organization's servers have ids that begin with this. */
const watchPrefix = checkReportId('health', 0, 0).replace(/\d.*$/, '');

/** Report ids are unique within their organization alone. */
function documentId(organizationId: string, reportId: string): string {
  return `${organizationId}/${reportId}`;
}

/** Times are kept as texts, which only compare in the form that they are kept in. */
function asKept(moment: string | undefined): string | undefined {
  return moment === undefined ? undefined : new Date(moment).toISOString();
}
