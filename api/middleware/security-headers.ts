import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Nothing is loaded but our own style sheet; nothing may frame us. */
const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'style-src': ["'self'"],
      'img-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
});

/** The same for all answers, so that helmet is asked once; answers of the API are never cached. */
export function securityHeaders(): RequestHandler {
  const fields = Object.entries({ ...protectingFields(), 'cache-control': 'no-store' });
  return (_request, response, next) => {
    for (const [name, value] of fields) response.setHeader(name, value);
    next();
  };
}

function protectingFields(): Record<string, string> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  protect(request, response, (error) => {
    if (error !== undefined) throw error;
  });
  return Object.fromEntries(response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]));
}
