import { randomBytes } from 'node:crypto';

import { Router, type Request } from 'express';

import type { BuiltDashboards } from './built-dashboards';
import { serveFiles } from './serve-files';

/** Addresses that are never a page of the dashboards, so that a mistyped one gets a problem and no page. */
const reserved = /^\/(?:v1|auth|docs|assets|openapi\.json|healthz|readyz|metrics)(?:\/|$)/;

/**
 * Serves the dashboards: the files for as long as browsers like, because a changed file has another name, and the page
 * for whatever address a browser asks for, because the addresses of its views are the page's own business.
 */
export function serveDashboards({ assets, page }: BuiltDashboards): Router {
  const router = Router();
  router.use('/assets', serveFiles(assets));
  router.get('/{*view}', (request, response, next) => {
    if (!isForPage(request)) {
      next();
      return;
    }
    const nonce = randomBytes(16).toString('base64');
    response.setHeader('Content-Security-Policy', pagePolicy(nonce));
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(page.join(nonce));
  });
  return router;
}

function isForPage(request: Request): boolean {
  return !reserved.test(request.path) && request.accepts(['json', 'html']) === 'html';
}

/** Only our own scripts; styles of our own, and those that carry the nonce of this very answer; pictures just chosen. */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
