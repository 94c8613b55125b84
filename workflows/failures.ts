import { ApplicationFailure } from '@temporalio/workflow';

import { errorCatalogue, type ErrorCode, type FieldFault } from '../domain/errors';

/** The failure that a caller sees; its type is the code of the error catalogue, its detail the faulty fields. */
export function fail(code: ErrorCode, faults: readonly FieldFault[] = []): ApplicationFailure {
  const details = faults.length === 0 ? {} : { details: [{ faults }] };
  return ApplicationFailure.create({ message: errorCatalogue[code].title, type: code, nonRetryable: true, ...details });
}
