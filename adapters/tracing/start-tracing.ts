import type { Secret } from '../../domain/secret';
import type { WorkflowSpan } from '../../domain/workflow-span';
import { exportSpans } from './export-spans';
import { otlpHeaders } from './otlp-headers';
import { useTracer } from './spans';

export interface TracingOptions {
  /** Base URL of an OTLP/HTTP receiver; `/v1/traces` is appended. Nothing is traced without it. */
  readonly endpoint: string | undefined;
  /** `name=value` pairs, percent-encoded and separated by commas, for the receiver. */
  readonly headers: Secret | undefined;
  /** The share of traces begun here that is kept, from 0 to 1. What callers have decided is kept to. */
  readonly share: number;
  /** Which process traces. */
  readonly service: string;
  readonly version: string;
}

/** What a process that may trace has to do besides spans. */
export interface Tracing {
  /** Takes a step of a workflow, which was measured where nothing can be exported. */
  ended(span: WorkflowSpan): void;
  /** Hands over what is still to be handed over; a receiver that is away costs two seconds at most. */
  close(): Promise<void>;
}

const untraced: Tracing = { ended: () => undefined, close: async () => undefined };

/** Starts tracing where there is somewhere to send traces to. The libraries are loaded then and not before. */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  const { endpoint, headers, share, service, version } = options;
  if (endpoint === undefined) return untraced;
  const spans = await exportSpans({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    headers: otlpHeaders(headers?.reveal() ?? ''),
    share,
    service,
    version,
  });
  useTracer(spans.tracer);
  return spans;
}
