import type { Headers, WorkflowClientInterceptor, WorkflowStartUpdateOutput } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

import { originHeader } from '../../domain/origin';
import { currentOrigin } from '../tracing/origin-scope';
import { inSpan, SpanKind, type Tell } from '../tracing/spans';

/** What is asked of workflows bears the origin of whoever asks. The start of a workflow that goes on for years does not. */
export const originInterceptor: WorkflowClientInterceptor = {
  startUpdate: (input, next) =>
    asked(`update ${input.updateName}`, async (tell) => {
      const output = await next({ ...input, headers: withOrigin(input.headers) });
      tell(refusal(output.outcome));
      return output;
    }),
  startUpdateWithStart: (input, next) =>
    asked(`update ${input.updateName}`, async (tell) => {
      const output = await next({ ...input, updateHeaders: withOrigin(input.updateHeaders) });
      tell(refusal(output.updateOutcome));
      return output;
    }),
  start: (input, next) =>
    asked(`start ${input.workflowType}`, () => next({ ...input, headers: withOrigin(input.headers) })),
  startWithDetails: (input, next) =>
    asked(`start ${input.workflowType}`, () => next({ ...input, headers: withOrigin(input.headers) })),
  signal: (input, next) =>
    asked(`signal ${input.signalName}`, () => next({ ...input, headers: withOrigin(input.headers) })),
  signalWithStart: (input, next) =>
    asked(`signal ${input.signalName}`, () => next({ ...input, headers: withOrigin(input.headers) })),
  query: (input, next) => asked(`query ${input.queryType}`, () => next(input)),
};

function asked<Result>(name: string, ask: (tell: Tell) => Promise<Result>): Promise<Result> {
  return inSpan(`ask for ${name}`, { kind: SpanKind.CLIENT }, ask);
}

/** Whoever is refused is answered, not failed: the span says by which code. */
function refusal(outcome: WorkflowStartUpdateOutput['outcome']): Record<string, string> {
  const type = outcome?.failure?.applicationFailureInfo?.type;
  return typeof type === 'string' && type !== '' ? { 'error.type': type } : {};
}

function withOrigin(headers: Headers): Headers {
  const origin = currentOrigin();
  return origin ? { ...headers, [originHeader]: defaultPayloadConverter.toPayload(origin) } : headers;
}
