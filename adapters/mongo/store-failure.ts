import { Error as MongooseErrors, mongo, MongooseError } from 'mongoose';

import { CatalogueError } from '../../domain/errors';

const duplicateKey = 11_000;

/** Server codes that mean "not now": no primary, shutting down, interrupted, over its time, or not durable in time. */
const passingCodes = new Set([
  6, 7, 24, 50, 64, 89, 91, 112, 189, 202, 262, 279, 317, 358, 384, 9001, 10_058, 10_107, 11_600, 11_602, 13_435,
  13_436,
]);

const awayErrors = [
  mongo.MongoNetworkError,
  mongo.MongoServerSelectionError,
  mongo.MongoSystemError,
  mongo.MongoWriteConcernError,
  mongo.MongoNotConnectedError,
  mongo.MongoTopologyClosedError,
  mongo.MongoClientClosedError,
  mongo.MongoOperationTimeoutError,
  mongo.MongoServerClosedError,
  mongo.MongoExpiredSessionError,
  MongooseErrors.MongooseServerSelectionError,
];

/** Pools, topologies and mongoose itself say by name or text that there is no connection. */
const awayNames = /^Mongo(?:PoolClosed|PoolCleared|WaitQueueTimeout|ConnectionPoolClosed)/;
const notConnected = /initial connection|connection .*(?:closed|destroyed|interrupted)|disconnected/i;

/** Whether a unique key of the document is taken already. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === duplicateKey;
}

/** By name, because mongoose does not export all of these kinds. */
const malformations = new Set([
  'ValidationError',
  'StrictModeError',
  'CastError',
  'ObjectExpectedError',
  'ObjectParameterError',
]);

/** Whether a document was not even sent, because it does not fit its schema. */
export function isMalformed(error: unknown): boolean {
  return error instanceof MongooseError && malformations.has(error.name);
}

/** The one place where driver errors become errors of the catalogue: trouble that may pass is STORE_UNAVAILABLE. */
export function storeFailure(error: unknown): Error {
  if (error instanceof CatalogueError) return error;
  if (isAway(error)) return new CatalogueError('STORE_UNAVAILABLE', undefined, { cause: error });
  return error instanceof Error ? error : new CatalogueError('INTERNAL', undefined, { cause: error });
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (awayErrors.some((kind) => error instanceof kind) || awayNames.test(error.name)) return true;
  if (error instanceof mongo.MongoServerError) return isPassing(error);
  return error instanceof MongooseError && error.name === 'MongooseError' && notConnected.test(error.message);
}

function isPassing(error: mongo.MongoServerError): boolean {
  if (error.hasErrorLabel('RetryableWriteError') || error.hasErrorLabel('TransientTransactionError')) return true;
  return typeof error.code === 'number' && passingCodes.has(error.code);
}
