import { Gauge, type Registry } from 'prom-client';

import type { DriftReader } from '../activities/ports/reconciliation';
import { driftKinds } from '../domain/reconciliation/drift';

/** How many executions' workflow tasks fail again and again, as the workflow service reports it. Rejects when it is away. */
export type FailingExecutions = () => Promise<number>;

/** What is asked for when metrics are read. Every worker tells the same; where a neighbour is away, a gauge has no value. */
export function createLifecycleGauges(
  registry: Registry,
  drifts: Pick<DriftReader, 'openByKind' | 'lastPass'>,
  failing: FailingExecutions,
): readonly Gauge[] {
  const registers = [registry];
  return [
    new Gauge({
      name: 'projection_drift_open',
      help: 'Drift between projections and lifecycles that people have to see to',
      labelNames: ['kind'],
      registers,
      async collect() {
        this.reset();
        const open = await valueOf(() => drifts.openByKind());
        for (const kind of open ? driftKinds : []) this.set({ kind }, open?.get(kind) ?? 0);
      },
    }),
    new Gauge({
      name: 'projection_reconciliation_completed_timestamp_seconds',
      help: 'When projections were last compared with all lifecycles',
      registers,
      async collect() {
        this.remove();
        const pass = await valueOf(() => drifts.lastPass());
        if (pass) this.set(Date.parse(pass.endedAt) / 1000);
      },
    }),
    new Gauge({
      name: 'workflow_executions_failing',
      help: 'Running executions whose workflow tasks fail again and again',
      registers,
      async collect() {
        this.remove();
        const count = await valueOf(failing);
        if (count !== null) this.set(count);
      },
    }),
  ];
}

async function valueOf<Value>(ask: () => Promise<Value>): Promise<Value | null> {
  try {
    return await ask();
  } catch {
    return null;
  }
}
