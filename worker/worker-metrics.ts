import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { Counter, Histogram, type Registry } from 'prom-client';

import type { ReceivedMailObserver } from '../activities/ports/received-mail-observer';
import { correlationFaults, type CorrelationFault } from '../domain/undeliverables/correlation';
import { inboundOutcomes, type InboundOutcome } from '../domain/undeliverables/inbound-finding';
import { DriftMetrics } from './drift-metrics';

/** Measures what the worker does; labels are activity names and outcomes, never organizations or people. */
export class WorkerMetrics implements ReceivedMailObserver {
  /** What comparisons of projections with their lifecycles count. */
  readonly drift: DriftMetrics;
  readonly #activities: Histogram<'activity' | 'outcome'>;
  readonly #received: Counter<'outcome'>;
  readonly #rejected: Counter<'fault'>;

  constructor(registry: Registry) {
    this.drift = new DriftMetrics(registry);
    this.#activities = new Histogram({
      name: 'worker_activity_duration_seconds',
      help: 'How long activities took, by name and outcome',
      labelNames: ['activity', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
      registers: [registry],
    });
    this.#received = new Counter({
      name: 'received_mail_outcomes_total',
      help: 'Mails that came back to us, by what came of them',
      labelNames: ['outcome'],
      registers: [registry],
    });
    this.#rejected = new Counter({
      name: 'rejected_bounces_total',
      help: 'Bounces that were not to be believed, by what was wrong with them',
      labelNames: ['fault'],
      registers: [registry],
    });
    // Counters that exist from the start can be watched for a first increase.
    for (const outcome of inboundOutcomes) this.#received.inc({ outcome }, 0);
    for (const fault of correlationFaults) this.#rejected.inc({ fault }, 0);
  }

  settled(outcome: InboundOutcome, faults: readonly CorrelationFault[]): void {
    this.#received.inc({ outcome });
    for (const fault of faults) this.#rejected.inc({ fault });
  }

  /** An interceptor that times the activity of this name. */
  interceptorFor(activity: string): ActivityInboundCallsInterceptor {
    return {
      execute: async (input, next) => {
        const stop = this.#activities.startTimer({ activity });
        try {
          const result = await next(input);
          stop({ outcome: 'completed' });
          return result;
        } catch (error) {
          stop({ outcome: 'failed' });
          throw error;
        }
      },
    };
  }
}
