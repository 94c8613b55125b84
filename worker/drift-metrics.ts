import { Counter, type Registry } from 'prom-client';

import type { DriftObserver, SettledDrift } from '../activities/ports/reconciliation';
import { driftKinds, type DriftKind } from '../domain/reconciliation/drift';

/** Counts what comparisons of projections with their lifecycles do; labels are kinds, never organizations. */
export class DriftMetrics implements DriftObserver {
  readonly #compared: Counter;
  readonly #drifts: Counter<'kind' | 'outcome'>;

  constructor(registry: Registry) {
    this.#compared = new Counter({
      name: 'projections_compared_total',
      help: 'Organizations whose projection was compared with its lifecycle',
      registers: [registry],
    });
    this.#drifts = new Counter({
      name: 'projection_drift_total',
      help: 'Projections that were not what their lifecycle had written, by kind and by what became of it',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    });
    // Counters that exist from the start can be watched for a first increase.
    for (const kind of driftKinds) for (const outcome of ['open', 'repaired']) this.#drifts.inc({ kind, outcome }, 0);
  }

  compared(count: number): void {
    this.#compared.inc(count);
  }

  drifted(kind: DriftKind, outcome: SettledDrift): void {
    this.#drifts.inc({ kind, outcome });
  }
}
