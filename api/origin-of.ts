import { currentTraceparent } from '../adapters/tracing/spans';
import type { Origin } from '../domain/origin';

/** What a mail's delivery, minutes or days later, will be known to come from. */
export function originOf(requestId: string): Origin {
  const traceparent = currentTraceparent();
  return { requestId, ...(traceparent === undefined ? {} : { traceparent }) };
}
