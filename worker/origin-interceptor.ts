import type { Context } from '@temporalio/activity';
import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInterceptors, InjectedSinks } from '@temporalio/worker';

import { inSpan } from '../adapters/tracing/spans';
import { currentOrigin, withinRequest } from '../adapters/tracing/origin-scope';
import type { Tracing } from '../adapters/tracing/start-tracing';
import { originHeader, readOrigin, readTraceparent, type Origin } from '../domain/origin';
import type { TracingSinks } from '../workflows/interceptors';

/** An activity happens within the request and the trace that brought it about; its log lines name both. */
export function originInterceptor({ info }: Context): ActivityInterceptors {
  // The SDK's own lines about an activity are written outside of what it does.
  let origin: Origin | null = null;
  return {
    inbound: {
      execute(input, next) {
        const payload = input.headers[originHeader];
        origin = payload ? readOrigin(defaultPayloadConverter.fromPayload(payload)) : null;
        const attributes = { 'temporal.activity.type': info.activityType, 'temporal.activity.attempt': info.attempt };
        const setup = { attributes, traceparent: origin?.traceparent };
        return withinRequest(origin?.requestId, () =>
          inSpan(`activity ${info.activityType}`, setup, () => next(input)),
        );
      },
    },
    outbound: {
      getLogAttributes: (input, next) => next({ ...input, ...logFields(currentOrigin() ?? origin) }),
    },
  };
}

/** Takes what workflows tell of their steps, but not what they tell again while they are replayed. */
export function tracingSinks(tracing: Tracing): InjectedSinks<TracingSinks> {
  return { tracing: { ended: { fn: (_info, span) => tracing.ended(span), callDuringReplay: false } } };
}

function logFields(origin: Origin | null): Record<string, string> {
  const { requestId, traceparent } = origin ?? {};
  const traceId = readTraceparent(traceparent)?.traceId;
  return { ...(requestId === undefined ? {} : { requestId }), ...(traceId === undefined ? {} : { traceId }) };
}
