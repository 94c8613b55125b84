import { ApplicationFailure } from '@temporalio/workflow';

import { errorCatalogue, type ErrorCode } from '../domain/errors';

/** The failure that a caller sees; its type is the code of the error catalogue. */
export function fail(code: ErrorCode): ApplicationFailure {
  return ApplicationFailure.create({ message: errorCatalogue[code].title, type: code, nonRetryable: true });
}
