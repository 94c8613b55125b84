import { pino, stdTimeFunctions, type DestinationStream, type Level, type Logger } from 'pino';

import { isError, loggable } from './loggable-error';

export type { Logger };

export interface LoggerOptions {
  readonly level: Level;
  /** Which process writes. */
  readonly name: string;
  /** Where lines go; standard output by default. */
  readonly destination?: DestinationStream;
}

/** Names under which secrets travel, whatever object they are in. */
const secretNames = [
  'authorization',
  'Authorization',
  'cookie',
  'set-cookie',
  'password',
  'pass',
  'secret',
  'token',
  'accessToken',
  'access_token',
  'refresh_token',
  'id_token',
  'client_secret',
  'apiKey',
  'confirmationCode',
];

/** From the fields of a line down to fields four objects deep, as in the request of an error of a library. */
const parents = ['', '*', '*.*', '*.*.*', '*.*.*.*'];

/** JSON lines on standard output. Fields that are named like secrets are struck out; a `Secret` never shows itself. */
export function createLogger({ level, name, destination }: LoggerOptions): Logger {
  const options = {
    level,
    name,
    timestamp: stdTimeFunctions.isoTime,
    serializers: { err: (value: unknown) => (isError(value) ? loggable(value) : value) },
    redact: { paths: parents.flatMap(secretPaths), censor: '[redacted]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function secretPaths(parent: string): string[] {
  return secretNames.map((name) => `${parent}["${name}"]`);
}
