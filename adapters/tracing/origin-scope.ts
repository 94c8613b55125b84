import { AsyncLocalStorage } from 'node:async_hooks';

import type { Origin } from '../../domain/origin';
import { currentTraceparent } from './spans';

const requests = new AsyncLocalStorage<string>();

/** Does the work as brought about by this request; what it awaits, too. */
export function withinRequest<Result>(requestId: string | undefined, work: () => Result): Result {
  return requestId === undefined ? work() : requests.run(requestId, work);
}

/** What brought about what is just being done; null where that is neither known nor traced. */
export function currentOrigin(): Origin | null {
  const requestId = requests.getStore();
  const traceparent = currentTraceparent();
  if (requestId === undefined && traceparent === undefined) return null;
  return { ...(requestId === undefined ? {} : { requestId }), ...(traceparent === undefined ? {} : { traceparent }) };
}
