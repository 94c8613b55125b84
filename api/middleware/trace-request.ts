import { context, propagation, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import type { Request, RequestHandler } from 'express';

import { templateOf } from './measure';

/**
 * A span for each request, within the caller's trace where it sent a `traceparent` (W3C Trace Context). It is named after
 * the route's template: no path, query, header or body of anybody gets into a trace.
 */
export function traceRequest(tracer: Tracer): RequestHandler {
  return (request, response, next) => {
    const parent = propagation.extract(context.active(), carrierOf(request));
    const attributes = { 'http.request.method': request.method };
    const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER, attributes }, parent);
    response.once('close', () => {
      const route = templateOf(request);
      span.setAttribute('http.response.status_code', response.statusCode);
      if (route !== null) span.setAttribute('http.route', route).updateName(`${request.method} ${route}`);
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), next);
  };
}

/** Baggage is left where it is: it would carry whatever a caller puts into it. */
function carrierOf({ headers }: Request): Record<string, unknown> {
  const { traceparent, tracestate } = headers;
  return { traceparent, tracestate };
}
