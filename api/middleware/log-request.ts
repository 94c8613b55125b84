import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';

import { currentTraceparent } from '../../adapters/tracing/spans';
import { readTraceparent } from '../../domain/origin';
import { RequestLog, type RequestFacts } from '../request-log';
import { requestIdFor } from './request-id';

declare module 'node:http' {
  interface IncomingMessage {
    id: string;
    log: RequestLog;
  }
}

/** Paths that orchestrators ask for every few seconds. */
const quietPaths = new Set(['/healthz', '/readyz']);

/**
 * One line for each request: method, path, status, duration. Headers, query and body never reach the log, so that neither
 * a token nor a password can.
 */
export function logRequest(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    request.id = requestIdFor(request, response);
    const facts = factsOf(request);
    const log = new RequestLog(logger, facts);
    request.log = log;
    if (!quietPaths.has(facts.req.path)) {
      response.on('close', () => {
        const responseTime = Math.round(performance.now() - startedAt);
        log.say(levelOf(response), { res: { status: response.statusCode }, responseTime }, endOf(request, response));
      });
    }
    next();
  };
}

function factsOf({ method, url, id }: Request): RequestFacts {
  const [path = ''] = url.split('?', 1);
  const traceId = readTraceparent(currentTraceparent())?.traceId;
  return { req: { method, path }, requestId: id, ...(traceId === undefined ? {} : { traceId }) };
}

function levelOf({ statusCode }: Response): 'info' | 'warn' | 'error' {
  if (statusCode >= 500) return 'error';
  return statusCode >= 400 ? 'warn' : 'info';
}

function endOf(request: Request, response: Response): string {
  if (response.statusCode >= 500) return 'request errored';
  return response.writableEnded && !request.readableAborted ? 'request completed' : 'request aborted';
}
