import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { Histogram, type Registry } from 'prom-client';

/** Measures what the worker does; labels are activity names and outcomes, never organizations or people. */
export class WorkerMetrics {
  readonly #activities: Histogram<'activity' | 'outcome'>;

  constructor(registry: Registry) {
    this.#activities = new Histogram({
      name: 'worker_activity_duration_seconds',
      help: 'How long activities took, by name and outcome',
      labelNames: ['activity', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
      registers: [registry],
    });
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
