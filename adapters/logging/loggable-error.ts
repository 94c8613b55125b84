import { isNativeError } from 'node:util/types';

/** What may be logged of an error: never the extra properties that libraries attach, such as a body or a document. */
export interface LoggableError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: LoggableError;
}

const deepestCause = 4;

export function loggable(error: unknown, depth = 0): LoggableError {
  if (!isError(error)) return { type: typeof error, message: 'A value that is not an error was thrown' };
  return {
    type: error.name,
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause === undefined || depth >= deepestCause ? {} : { cause: loggable(error.cause, depth + 1) }),
  };
}

/** Also for errors of the workflows' sandbox, which has an `Error` of its own. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}
