import type { IncomingMessage } from 'node:http';

import { CatalogueError } from '../../domain/errors';

const safeMethods = new Set(['GET', 'HEAD']);

/**
 * A browser sends the session's cookie along by itself, so the request has to show that one of our own pages made it: by
 * fetch metadata, or by its origin where the browser is too old for that. Throws CROSS_SITE_REFUSED.
 */
export function refuseCrossSite({ method = '', headers }: IncomingMessage, publicUrl: string): void {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string') {
    const isOwn = site === 'same-origin' || (site === 'none' && safeMethods.has(method));
    if (!isOwn) throw new CatalogueError('CROSS_SITE_REFUSED');
  }
  if (safeMethods.has(method)) return;
  const { origin } = headers;
  const isOwnOrigin = origin === undefined ? site === 'same-origin' : origin === new URL(publicUrl).origin;
  if (!isOwnOrigin) throw new CatalogueError('CROSS_SITE_REFUSED');
}
