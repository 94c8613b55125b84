import type { RequestHandler } from 'express';

import type { TemporalUi } from '../dependencies';

const codecPaths = new Set(['/v1/codec/decode', '/v1/codec/encode']);
const preflightSeconds = '600';

/**
 * Lets the browser of the Temporal UI ask for payloads (CORS), from exactly its origin, and without cookies: whoever asks has
 * to send an access token. No other path and no other origin is let in.
 */
export function allowTemporalUi(ui: TemporalUi | null): RequestHandler {
  const allowed = ui === null ? null : new URL(ui.url).origin;
  return (request, response, next) => {
    if (!codecPaths.has(request.path)) return next();
    response.vary('Origin');
    if (allowed === null || request.headers.origin !== allowed) return next();
    response.setHeader('Access-Control-Allow-Origin', allowed);
    response.setHeader('Access-Control-Expose-Headers', 'X-Request-Id');
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return next();
    response.setHeader('Access-Control-Allow-Methods', 'POST');
    response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, X-Namespace');
    response.setHeader('Access-Control-Max-Age', preflightSeconds);
    response.status(204).end();
    return undefined;
  };
}
