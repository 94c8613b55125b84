import {
  ApplicationFailure,
  ContinueAsNew,
  defaultPayloadConverter,
  proxySinks,
  workflowInfo,
  type Sinks,
  type WorkflowInboundCallsInterceptor,
  type WorkflowInterceptors,
  type WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow';

import { originHeader, readOrigin, readTraceparent, spanIdOf, writeTraceparent } from '../domain/origin';
import type { Origin } from '../domain/origin';
import type { WorkflowSpan } from '../domain/workflow-span';
import { lastingWorkflows } from './contract';
import { currentOrigin, disableOrigins, within } from './origin-scope';

type Headers = Parameters<NonNullable<WorkflowInboundCallsInterceptor['execute']>>[0]['headers'];

/** Where the worker takes spans from. */
export interface TracingSinks extends Sinks {
  tracing: { ended(span: WorkflowSpan): void };
}

const { tracing } = proxySinks<TracingSinks>();

/** How many steps of this run were traced: with the run's id, it makes their names. */
let steps = 0;

/**
 * What a message brings about bears the message's origin: activities, child workflows and signals pass it on. Nothing here
 * awaits anything, so that histories of executions without interceptors, or without an origin, replay unchanged.
 */
const inbound: WorkflowInboundCallsInterceptor = {
  execute(input, next) {
    // A span that ends after years, or never, would be one that nobody ever sees.
    if (lastingWorkflows.has(workflowInfo().workflowType)) return next(input);
    return traced(`workflow ${workflowInfo().workflowType}`, input.headers, () => next(input));
  },
  handleUpdate: (input, next) => traced(`update ${input.name}`, input.headers, () => next(input)),
  handleSignal: (input, next) => traced(`signal ${input.signalName}`, input.headers, () => next(input)),
};

const outbound: WorkflowOutboundCallsInterceptor = {
  scheduleActivity: (input, next) => next({ ...input, headers: withOrigin(input.headers) }),
  scheduleLocalActivity: (input, next) => next({ ...input, headers: withOrigin(input.headers) }),
  startChildWorkflowExecution: (input, next) => next({ ...input, headers: withOrigin(input.headers) }),
  signalWorkflow: (input, next) => next({ ...input, headers: withOrigin(input.headers) }),
  getLogAttributes: (input, next) => next({ ...input, ...logFields(currentOrigin()) }),
};

/** The entry that the bundle of workflows is made with. */
export const interceptors = (): WorkflowInterceptors => ({
  inbound: [inbound],
  outbound: [outbound],
  internals: [
    {
      dispose(input, next) {
        disableOrigins();
        next(input);
      },
    },
  ],
});

function traced<Result>(name: string, headers: Headers, work: () => Promise<Result>): Promise<Result> {
  const origin = originOf(headers);
  const parent = readTraceparent(origin?.traceparent);
  if (!parent?.isSampled) return within(origin, work);
  steps += 1;
  const spanId = spanIdOf(`${workflowInfo().runId}/${steps}`);
  const startedAt = Date.now();
  const traceparent = writeTraceparent({ ...parent, spanId });
  const result = within({ ...origin, traceparent }, work);
  const end = (failure: string | null): void => {
    const place = { traceId: parent.traceId, spanId, parentSpanId: parent.spanId };
    tracing.ended({ name, ...place, startedAt, endedAt: Date.now(), failure });
  };
  result.then(
    () => end(null),
    (error: unknown) => end(failureOf(error)),
  );
  return result;
}

function failureOf(error: unknown): string | null {
  if (error instanceof ContinueAsNew) return null;
  if (error instanceof ApplicationFailure) return error.type ?? error.name;
  return error instanceof Error ? error.name : 'unknown';
}

function originOf(headers: Headers): Origin | undefined {
  const payload = headers[originHeader];
  if (!payload) return undefined;
  return readOrigin(defaultPayloadConverter.fromPayload(payload)) ?? undefined;
}

function withOrigin(headers: Headers): Headers {
  const origin = currentOrigin();
  return origin ? { ...headers, [originHeader]: defaultPayloadConverter.toPayload(origin) } : headers;
}

function logFields(origin: Origin | undefined): Record<string, unknown> {
  const traceId = readTraceparent(origin?.traceparent)?.traceId;
  const { requestId } = origin ?? {};
  return { ...(requestId === undefined ? {} : { requestId }), ...(traceId === undefined ? {} : { traceId }) };
}
