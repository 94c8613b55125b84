import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

import { currentTraceparent } from '../../adapters/tracing/spans';
import { readTraceparent } from '../../domain/origin';
import { requestIdFor, requestIdOf } from './request-id';

/** Paths that orchestrators ask for every few seconds. */
const quietPaths = new Set(['/healthz', '/readyz']);

/**
 * One line for each request: method, path, status, duration. Headers, query and body never reach the log, so that neither
 * a token nor a password can.
 */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: requestIdFor,
    customProps: (request) => ({ requestId: requestIdOf(request), ...traceField() }),
    autoLogging: { ignore: (request) => quietPaths.has(pathOf(request.url)) },
    serializers: {
      req: (request: { method: unknown; url: unknown }) => ({
        method: request.method,
        path: pathOf(request.url),
      }),
      res: (response: { statusCode: unknown }) => ({ status: response.statusCode }),
    },
    customErrorObject: (_request, response, _error, fields: { responseTime: number }) => ({
      res: response,
      responseTime: fields.responseTime,
    }),
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error';
      return response.statusCode >= 400 ? 'warn' : 'info';
    },
  });
}

function traceField(): { traceId?: string } {
  const traceId = readTraceparent(currentTraceparent())?.traceId;
  return traceId === undefined ? {} : { traceId };
}

function pathOf(url: unknown): string {
  return typeof url === 'string' ? (url.split('?', 1)[0] ?? '') : '';
}
