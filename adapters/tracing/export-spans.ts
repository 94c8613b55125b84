import { SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';

import type { WorkflowSpan } from '../../domain/workflow-span';

export interface ExportOptions {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly share: number;
  readonly service: string;
  readonly version: string;
}

/** Where spans of this process, and steps of workflows, are handed to. */
export interface SpanExport {
  readonly tracer: Tracer;
  ended(span: WorkflowSpan): void;
  close(): Promise<void>;
}

const scope = { name: 'mail-server-approval' };
const exportTimeoutMs = 5_000;
const closeTimeoutMs = 2_000;

/** Exports by OTLP over HTTP, in batches; what cannot be handed over is dropped, never waited for. */
export async function exportSpans({ url, headers, share, service, version }: ExportOptions): Promise<SpanExport> {
  const [{ OTLPTraceExporter }, { resourceFromAttributes }, sdk] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-proto'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-node'),
  ]);
  const resource = resourceFromAttributes({
    'service.name': service,
    'service.namespace': scope.name,
    'service.version': version,
  });
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: exportTimeoutMs });
  const processor: SpanProcessor = new sdk.BatchSpanProcessor(exporter);
  const provider = new sdk.NodeTracerProvider({
    resource,
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(share) }),
    spanProcessors: [processor],
  });
  provider.register();
  return {
    tracer: provider.getTracer(scope.name, version),
    ended: (span) => processor.onEnd(readable(span, resource)),
    async close() {
      const patience = new Promise<void>((resolve) => {
        setTimeout(resolve, closeTimeoutMs).unref();
      });
      await Promise.race([provider.shutdown().catch(() => undefined), patience]);
    },
  };
}

function readable(span: WorkflowSpan, resource: Resource): ReadableSpan {
  const { name, traceId, spanId, parentSpanId, startedAt, endedAt, failure } = span;
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => ({ traceId, spanId, traceFlags: 1 }),
    parentSpanContext: { traceId, spanId: parentSpanId, traceFlags: 1, isRemote: true },
    startTime: moment(startedAt),
    endTime: moment(endedAt),
    duration: moment(endedAt - startedAt),
    ended: true,
    status: { code: failure === null ? SpanStatusCode.UNSET : SpanStatusCode.ERROR },
    attributes: failure === null ? {} : { 'error.type': failure },
    links: [],
    events: [],
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Seconds and nanoseconds. */
function moment(ms: number): [number, number] {
  return [Math.trunc(ms / 1000), Math.round((ms % 1000) * 1e6)];
}
