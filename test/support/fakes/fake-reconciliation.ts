import type {
  DriftFilter,
  DriftReader,
  DriftReport,
  ReconciliationPass,
  ReconciliationStarter,
} from '../../../activities/ports/reconciliation';
import type { DriftKind } from '../../../domain/reconciliation/drift';

/** Reports that a test puts there, and the comparisons that were asked for. */
export class FakeReconciliation implements DriftReader, ReconciliationStarter {
  /** The newest first. */
  readonly reports: DriftReport[] = [];
  readonly requested: { organizationId: string | null; commandId: string }[] = [];
  pass: ReconciliationPass | null = null;

  async list({ outcome, organizationId, limit, before }: DriftFilter): Promise<readonly DriftReport[]> {
    const from = before === null ? 0 : this.reports.findIndex(({ id }) => id === before) + 1;
    return this.reports
      .slice(from)
      .filter((report) => outcome === undefined || report.outcome === outcome)
      .filter((report) => organizationId === undefined || report.organizationId === organizationId)
      .slice(0, limit);
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
    if (!this.requested.some(({ commandId }) => commandId === request.commandId)) this.requested.push(request);
  }
}
