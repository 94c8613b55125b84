import express, { type Express } from 'express';

import { currentTracer } from '../adapters/tracing/spans';
import { CatalogueError } from '../domain/errors';
import type { BuiltDashboards } from './dashboards/built-dashboards';
import { serveDashboards } from './dashboards/serve-dashboards';
import type { ApiDependencies } from './dependencies';
import { allowTemporalUi } from './middleware/allow-temporal-ui';
import { measure } from './middleware/measure';
import { problemHandler } from './middleware/problem-handler';
import { logRequest } from './middleware/log-request';
import { securityHeaders } from './middleware/security-headers';
import { traceRequest } from './middleware/trace-request';
import { routes } from './route-table';
import { routerFor } from './router';

/** The HTTP application, not yet listening; without dashboards where they were not built. */
export function createApp(dependencies: ApiDependencies, dashboards: BuiltDashboards | null = null): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.set('trust proxy', [...dependencies.settings.trustedProxies]);
  const tracer = currentTracer();
  if (tracer) app.use(traceRequest(tracer));
  app.use(measure(dependencies.metrics));
  app.use(logRequest(dependencies.logger));
  app.use(securityHeaders());
  app.use(allowTemporalUi(dependencies.settings.temporalUi));
  app.use(routerFor(routes, dependencies));
  if (dashboards) app.use(serveDashboards(dashboards));
  app.use(() => {
    throw new CatalogueError('NOT_FOUND');
  });
  app.use(problemHandler(dependencies.settings.publicUrl, dependencies.metrics));
  return app;
}
