import type { Logger } from 'pino';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** What every line about a request says of it. */
export interface RequestFacts {
  readonly req: { readonly method: string; readonly path: string };
  readonly requestId: string;
  readonly traceId?: string;
}

/** The log of one request. Most requests have little to say, so that nothing is prepared for what they might. */
export class RequestLog {
  readonly #logger: Logger;
  readonly #facts: RequestFacts;

  constructor(logger: Logger, facts: RequestFacts) {
    this.#logger = logger;
    this.#facts = facts;
  }

  debug(fields: object, message: string): void {
    this.say('debug', fields, message);
  }

  info(fields: object, message: string): void {
    this.say('info', fields, message);
  }

  warn(fields: object, message: string): void {
    this.say('warn', fields, message);
  }

  error(fields: object, message: string): void {
    this.say('error', fields, message);
  }

  say(level: Level, fields: object, message: string): void {
    if (this.#logger.isLevelEnabled(level)) this.#logger[level]({ ...this.#facts, ...fields }, message);
  }
}
