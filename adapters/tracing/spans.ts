import {
  context,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type SpanKind,
  type Tracer,
} from '@opentelemetry/api';

import { CatalogueError } from '../../domain/errors';
import { readTraceparent, writeTraceparent } from '../../domain/origin';

export { SpanKind } from '@opentelemetry/api';

/** Set once, by a process that traces; without it nothing here costs anything. */
let tracer: Tracer | null = null;

/** What may be said about a span: figures, codes, names of ours. Never an address, a host, a subject, a message. */
export interface SpanSetup {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** Where the span belongs instead of where it happens; it is linked with that place then. */
  readonly traceparent?: string | undefined;
}

/** Takes what the work has learned, for the span's attributes. */
export type Tell = (attributes: Attributes) => void;

export function useTracer(given: Tracer | null): void {
  tracer = given;
}

export function isTracing(): boolean {
  return tracer !== null;
}

export function currentTracer(): Tracer | null {
  return tracer;
}

/** The place of what is being done, for others to carry on; undefined where nothing is traced. */
export function currentTraceparent(): string | undefined {
  if (!tracer) return undefined;
  const place = trace.getSpanContext(context.active());
  if (!place) return undefined;
  const { traceId, spanId, traceFlags } = place;
  return writeTraceparent({ traceId, spanId, isSampled: (traceFlags & 1) === 1 });
}

/** Does the work within a span of its own. An error ends the span with the error's code, never with its message. */
export async function inSpan<Result>(
  name: string,
  setup: SpanSetup,
  work: (tell: Tell) => Promise<Result>,
): Promise<Result> {
  if (!tracer) return work(() => undefined);
  const { kind, attributes = {}, traceparent } = setup;
  const elsewhere = contextAt(traceparent);
  const here = trace.getSpanContext(context.active());
  const links = elsewhere && here ? [{ context: here }] : [];
  const options = { ...(kind === undefined ? {} : { kind }), attributes, links };
  return tracer.startActiveSpan(name, options, elsewhere ?? context.active(), async (span) => {
    try {
      return await work((learned) => span.setAttributes(learned));
    } catch (error) {
      span.setAttribute('error.type', errorTypeOf(error)).setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The context of a place that a message brought; null for none. */
export function contextAt(traceparent: string | undefined): Context | null {
  const place = readTraceparent(traceparent);
  if (!place) return null;
  const { traceId, spanId, isSampled } = place;
  return trace.setSpanContext(context.active(), {
    traceId,
    spanId,
    traceFlags: isSampled ? 1 : 0,
    isRemote: true,
  });
}

/** A code of the catalogue, or the name of an error class. */
export function errorTypeOf(error: unknown): string {
  if (error instanceof CatalogueError) return error.code;
  if (!(error instanceof Error)) return typeof error;
  return 'type' in error && typeof error.type === 'string' ? error.type : error.name;
}
