import { ApplicationFailure } from '@temporalio/common';

import { CatalogueError, errorCatalogue } from '../domain/errors';

/** What leaves an activity: a catalogue error becomes an ApplicationFailure typed by its code, retried only where that helps. */
export function toFailure(error: unknown): unknown {
  if (!(error instanceof CatalogueError)) return error;
  const { code, message } = error;
  return ApplicationFailure.create({ type: code, message, nonRetryable: !errorCatalogue[code].retryable });
}
