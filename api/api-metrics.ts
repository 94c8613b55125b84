import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import type { ErrorCode } from '../domain/errors';
import type { BuildInfo } from './build-info';

/** What keeps a request from being answered although nothing is wrong with it. */
export type Refusal = Extract<ErrorCode, 'RATE_LIMITED' | 'OVERLOADED' | 'TIMED_OUT' | 'TOO_MANY_STREAMS'>;

const refusals: readonly Refusal[] = ['RATE_LIMITED', 'OVERLOADED', 'TIMED_OUT', 'TOO_MANY_STREAMS'];

/** Measures what the API does; labels are route templates and codes, never organizations or people. */
export class ApiMetrics {
  readonly #durations: Histogram<'method' | 'route' | 'status'>;
  readonly #running: Gauge;
  readonly #streams: Gauge;
  readonly #refusals: Counter<'code'>;

  constructor(registry: Registry, { version, commit }: BuildInfo) {
    const registers = [registry];
    this.#durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'How long answers took, by method, route and status; streams of events are not among them',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
      registers,
    });
    this.#running = new Gauge({ name: 'http_requests_running', help: 'Requests that are being answered', registers });
    this.#streams = new Gauge({ name: 'http_event_streams_open', help: 'Streams of events that are read', registers });
    this.#refusals = new Counter({
      name: 'http_refusals_total',
      help: 'Requests that were refused to protect the service, by error code',
      labelNames: ['code'],
      registers,
    });
    for (const code of refusals) this.#refusals.inc({ code }, 0);
    const build = new Gauge({ name: 'build_info', help: 'What runs', labelNames: ['version', 'commit'], registers });
    build.set({ version, commit: commit ?? 'unknown' }, 1);
  }

  /** A request has come; the function tells how it was answered. `route` is its template, null where there is none. */
  began(): (answer: { method: string; route: string | null; status: number; isStream: boolean }) => void {
    const startedAt = performance.now();
    this.#running.inc();
    return ({ method, route, status, isStream }) => {
      this.#running.dec();
      const labels = { method, route: route ?? 'none', status: String(status) };
      if (!isStream) this.#durations.observe(labels, (performance.now() - startedAt) / 1000);
    };
  }

  streamOpened(): () => void {
    this.#streams.inc();
    return () => this.#streams.dec();
  }

  refused(code: ErrorCode): void {
    const refusal = refusals.find((each) => each === code);
    if (refusal) this.#refusals.inc({ code: refusal });
  }
}
