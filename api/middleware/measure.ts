import type { Request, RequestHandler } from 'express';

import type { ApiMetrics } from '../api-metrics';

const knownMethods = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH']);

/** Times every answer under the template of its route, so that no path of anybody becomes a label. */
export function measure(metrics: ApiMetrics): RequestHandler {
  return (request, response, next) => {
    const answered = metrics.began();
    response.on('close', () => {
      const isStream = String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
      const method = knownMethods.has(request.method) ? request.method : 'other';
      answered({ method, route: templateOf(request), status: response.statusCode, isStream });
    });
    next();
  };
}

/** The route's template, set by the router where a route takes the request. */
export function templateOf(request: Request): string | null {
  const route: unknown = request.route;
  const isRoute = typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string';
  return isRoute ? String(route.path) : null;
}
