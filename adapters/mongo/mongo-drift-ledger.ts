import { randomUUID } from 'node:crypto';

import { trusted, type Model } from 'mongoose';

import type {
  DriftFilter,
  DriftFinding,
  DriftLedger,
  DriftReader,
  DriftReport,
  ReconciliationPass,
} from '../../activities/ports/reconciliation';
import type { ListPage } from '../../domain/list-order';
import type { DriftKind } from '../../domain/reconciliation/drift';
import { driftSchema, passSchema, toDriftReport, type DriftDocument, type PassDocument } from './drift-schema';
import type { MongoConnection } from './mongo-connection';
import { given, sortedPage, within, type StoredFields } from './sorted-page';

const lastPassId = 'last';
const storedFields: StoredFields<'projectionDrift'> = { foundAt: { path: 'foundAt', isDate: true } };

/** What comparisons of projections with their lifecycles found, and the last of these comparisons. */
export class MongoDriftLedger implements DriftLedger, DriftReader {
  readonly #mongo: MongoConnection;
  readonly #reports: Model<DriftDocument>;
  readonly #passes: Model<PassDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#reports = mongo.model('DriftReport', driftSchema);
    this.#passes = mongo.model('Reconciliation', passSchema);
  }

  async noteOpen({ organizationId, kind, at, ...found }: DriftFinding): Promise<void> {
    const open = { organizationId, kind, outcome: 'open' } as const;
    const seenAt = new Date(at);
    const first = { _id: randomUUID(), foundAt: seenAt, endedAt: null };
    const change = { $set: { ...found, seenAt }, $setOnInsert: first };
    await this.#mongo.run(
      async () => await this.#reports.updateOne(open, change, { upsert: true, runValidators: true }),
    );
  }

  async noteRepaired({ organizationId, kind }: Pick<DriftFinding, 'organizationId' | 'kind'>): Promise<void> {
    const open = { organizationId, kind, outcome: 'open' } as const;
    const ended = { $set: { outcome: 'repaired', endedAt: new Date() } } as const;
    await this.#mongo.run(async () => await this.#reports.updateOne(open, ended));
  }

  async endPass({ startedAt, endedAt, ...counts }: ReconciliationPass): Promise<void> {
    const [began, ended] = [new Date(startedAt), new Date(endedAt)];
    const gone = { outcome: 'open', seenAt: trusted({ $lt: began }) } as const;
    await this.#mongo.run(async () => {
      await this.#reports.updateMany(gone, { $set: { outcome: 'passed', endedAt: ended } });
      const pass = { startedAt: began, endedAt: ended, ...counts };
      await this.#passes.updateOne({ _id: lastPassId }, { $set: pass }, { upsert: true, runValidators: true });
    });
  }

  async list(
    { since, until, ...exact }: DriftFilter,
    page: ListPage<'projectionDrift'>,
  ): Promise<readonly DriftReport[]> {
    const { behind, sort, limit } = sortedPage('projectionDrift', page, storedFields);
    const query = { ...given(exact), $and: [behind, within(storedFields.foundAt, { since, until })] };
    const found = await this.#mongo.run(
      async () => await this.#reports.find(query, null, { sort, limit }).lean<DriftDocument[]>(),
    );
    return found.map(toDriftReport);
  }

  async openByKind(): Promise<ReadonlyMap<DriftKind, number>> {
    const found = await this.#mongo.run(
      async () =>
        await this.#reports.aggregate<{ _id: DriftKind; count: number }>([
          { $match: { outcome: 'open' } },
          { $group: { _id: '$kind', count: { $sum: 1 } } },
        ]),
    );
    return new Map(found.map(({ _id, count }) => [_id, count]));
  }

  async lastPass(): Promise<ReconciliationPass | null> {
    const found = await this.#mongo.run(
      async () => await this.#passes.findOne({ _id: lastPassId }).lean<PassDocument>(),
    );
    if (found === null) return null;
    const { startedAt, endedAt, compared, found: drifted, repaired } = found;
    return {
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      compared,
      found: drifted,
      repaired,
    };
  }
}
