import { AsyncLocalStorage } from '@temporalio/workflow/lib/cancellation-scope';

import type { Origin } from '../domain/origin';

const origins = new AsyncLocalStorage<Origin>();

/** What brought about what the workflow is just doing; undefined for what it does of its own accord. */
export function currentOrigin(): Origin | undefined {
  return origins.getStore();
}

/** Does the work as brought about by this origin; what it awaits, too. Nothing is awaited beyond the work itself. */
export function within<Result>(origin: Origin | undefined, work: () => Result): Result {
  return origin ? origins.run(origin, work) : work();
}

/** Ends the storage with its execution. */
export function disableOrigins(): void {
  origins.disable();
}
