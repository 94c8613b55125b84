import type { ErrorRequestHandler } from 'express';

import { loggable } from '../../adapters/logging/loggable-error';
import { errorCatalogue } from '../../domain/errors';
import type { ApiMetrics } from '../api-metrics';
import { toCatalogueError } from '../error-translation';
import { problemHeaders, problemMediaType, toProblem } from '../problem';

/** The only place that turns errors into answers. Causes go to the log, never to the client. */
export function problemHandler(publicUrl: string, metrics: ApiMetrics): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const error = toCatalogueError(thrown);
    const { status } = errorCatalogue[error.code];
    metrics.refused(error.code);
    if (status >= 500) request.log.error({ code: error.code, error: loggable(thrown) }, 'Request failed');
    else request.log.info({ code: error.code }, 'Request refused');
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = toProblem(error, { publicUrl, path: request.path, requestId: request.id });
    response
      .status(status)
      .set(problemHeaders(error, request.headers.authorization !== undefined))
      .type(problemMediaType)
      .send(JSON.stringify(problem));
  };
}
