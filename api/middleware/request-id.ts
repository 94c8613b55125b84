import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { isRequestId } from '../../domain/origin';

/** The caller's X-Request-Id where it is harmless to log and echo, else a new one; echoed in every answer. */
export function requestIdFor(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = isRequestId(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', id);
  return id;
}
