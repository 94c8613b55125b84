import {
  isGrpcServiceError,
  NamespaceNotFoundError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

import { CatalogueError, isErrorCode, type FieldFault } from '../../domain/errors';

/** gRPC's INVALID_ARGUMENT: what we asked is wrong, and asking again will not help. */
const invalidArgument: number = 3;

/** The update was taken in, but its run ended first. Whether it took effect is told by asking again with its id. */
const endedMeanwhile = 'AcceptedUpdateCompletedWorkflow';

/** The one place where errors of the Temporal client become errors of the catalogue. */
export function gatewayFailure(error: unknown): CatalogueError {
  if (error instanceof CatalogueError) return error;
  if (error instanceof WorkflowUpdateFailedError) return refusal(error);
  if (error instanceof WorkflowNotFoundError)
    return new CatalogueError('ORGANIZATION_UNKNOWN', undefined, { cause: error });
  return new CatalogueError(isAway(error) ? 'WORKFLOW_UNAVAILABLE' : 'INTERNAL', undefined, { cause: error });
}

/** What the lifecycle's rules said, in the words and with the faults that they gave. */
function refusal(error: WorkflowUpdateFailedError): CatalogueError {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) return new CatalogueError('INTERNAL', undefined, { cause: error });
  const { type, message, details } = cause;
  if (type === endedMeanwhile) return new CatalogueError('WORKFLOW_UNAVAILABLE', undefined, { cause: error });
  if (!type || !isErrorCode(type)) return new CatalogueError('INTERNAL', undefined, { cause: error });
  return new CatalogueError(type, message, { cause, faults: faultsOf(details?.[0]) });
}

function isAway(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof NamespaceNotFoundError) return true;
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause)) return false;
  const code: number = cause.code;
  return code !== invalidArgument;
}

function faultsOf(detail: unknown): FieldFault[] {
  if (!isRecord(detail) || !Array.isArray(detail['faults'])) return [];
  return detail['faults'].filter(isFault);
}

function isFault(value: unknown): value is FieldFault {
  return isRecord(value) && typeof value['pointer'] === 'string' && typeof value['code'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
