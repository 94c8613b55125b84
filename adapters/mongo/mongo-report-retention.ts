import { trusted, type Model } from 'mongoose';

import type { ReportRetention } from '../../activities/ports/report-retention';
import { lifecycleSchema, type LifecycleDocument } from './lifecycle-schemas';
import { checkReportSchema, type CheckReportDocument } from './mongo-check-report-store';
import type { MongoConnection } from './mongo-connection';

type Old = Pick<CheckReportDocument, '_id' | 'organizationId'>;

/** Goes through superseded reports by their index, the longest superseded first. */
export class MongoReportRetention implements ReportRetention {
  readonly #mongo: MongoConnection;
  readonly #reports: Model<CheckReportDocument>;
  readonly #organizations: Model<LifecycleDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#reports = mongo.model('CheckReport', checkReportSchema);
    this.#organizations = mongo.model('Organization', lifecycleSchema);
  }

  async dropReports(supersededBefore: string, limit: number): Promise<boolean> {
    return await this.#mongo.run(async () => {
      const query = { supersededAt: trusted({ $lt: new Date(supersededBefore) }) };
      const options = { sort: { supersededAt: 1, _id: 1 }, limit } as const;
      const old = await this.#reports.find(query, { organizationId: 1 }, options).lean<Old[]>();
      const named = await this.#named(old);
      const kept = old.map(({ _id }) => _id).filter((id) => named.has(id));
      const gone = old.map(({ _id }) => _id).filter((id) => !named.has(id));
      if (kept.length > 0) {
        await this.#reports.updateMany({ _id: trusted({ $in: kept }) }, { $set: { supersededAt: new Date() } });
      }
      if (gone.length > 0) await this.#reports.deleteMany({ _id: trusted({ $in: gone }) });
      return old.length === limit;
    });
  }

  /** Which reports the organizations' lifecycles name at the moment. */
  async #named(reports: readonly Old[]): Promise<ReadonlySet<string>> {
    const organizationIds = [...new Set(reports.map(({ organizationId }) => organizationId))];
    if (organizationIds.length === 0) return new Set();
    const found = await this.#organizations
      .find({ _id: trusted({ $in: organizationIds }) }, { state: 1 })
      .lean<Pick<LifecycleDocument, '_id' | 'state'>[]>();
    return new Set(
      found.flatMap(({ _id, state: { live } }) => {
        const reportId = live?.lastResumption?.check.reportId;
        return reportId === undefined ? [] : [`${_id}/${reportId}`];
      }),
    );
  }
}
