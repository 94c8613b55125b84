import type {
  DriftFilter,
  DriftReader,
  DriftReport,
  ReconciliationPass,
  ReconciliationStarter,
} from '../../../activities/ports/reconciliation';
import { CatalogueError } from '../../../domain/errors';
import type { ListPage } from '../../../domain/list-order';
import type { DriftKind } from '../../../domain/reconciliation/drift';
import type { FakeJobs } from './fake-jobs';
import { hasAll, isWithin, pageInMemory } from './page-in-memory';

/** Reports that a test puts there, and the comparisons that were asked for. */
export class FakeReconciliation implements DriftReader, ReconciliationStarter {
  readonly reports: DriftReport[] = [];
  readonly requested: { organizationId: string | null; commandId: string }[] = [];
  pass: ReconciliationPass | null = null;
  /** Whether a comparison of all runs. */
  isRunning = false;
  readonly #jobs: FakeJobs;

  constructor(jobs: FakeJobs) {
    this.#jobs = jobs;
  }

  async list(
    { since, until, ...exact }: DriftFilter,
    page: ListPage<'projectionDrift'>,
  ): Promise<readonly DriftReport[]> {
    const wanted = this.reports.filter((report) => hasAll(report, exact) && isWithin(report.foundAt, { since, until }));
    return pageInMemory('projectionDrift', wanted, page, ({ foundAt, id }) => ({ value: foundAt, id }));
  }

  async openByKind(): Promise<ReadonlyMap<DriftKind, number>> {
    const counts = new Map<DriftKind, number>();
    for (const { kind, outcome } of this.reports) {
      if (outcome === 'open') counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  }

  async lastPass(): Promise<ReconciliationPass | null> {
    return this.pass;
  }

  async reconcile(request: { organizationId: string | null; commandId: string }): Promise<void> {
    const { organizationId, commandId } = request;
    if (this.requested.some((each) => each.commandId === commandId)) return;
    if (organizationId === null && this.isRunning) throw new CatalogueError('RECONCILIATION_RUNNING');
    this.requested.push(request);
    this.#jobs.begin({ kind: 'reconciliation', commandId });
  }
}
