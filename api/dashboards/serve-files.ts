import { readdirSync } from 'node:fs';

import { Router, type Response } from 'express';

/** By what the build has compressed each file, the best first, and how that copy is called. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** What says how to keep or read a file, and must not stay with an answer that is none. */
const aboutTheFile = ['Content-Encoding', 'Content-Type', 'ETag', 'Last-Modified'];

/**
 * Serves the files of a folder for as long as browsers like, compressed as they like it. Whatever cannot be read is a
 * problem of that request alone: with the folder of another build in its place, too many open files or a broken disk, the
 * process goes on.
 */
export function serveFiles(folder: string): Router {
  const names = new Set(readdirSync(folder));
  const router = Router();
  router.get('/:name', (request, response, next) => {
    const { name } = request.params;
    response.set('Cache-Control', 'no-store');
    if (!names.has(name)) {
      next();
      return;
    }
    const chosen = encodings.find(
      ([encoding, ending]) => names.has(name + ending) && request.acceptsEncodings(encoding),
    );
    const [encoding, ending] = chosen ?? [null, ''];
    response.vary('Accept-Encoding').type(name);
    if (encoding !== null) response.set('Content-Encoding', encoding);
    const headers = { 'Cache-Control': 'public, max-age=31536000, immutable' };
    response.sendFile(
      name + ending,
      { root: folder, acceptRanges: false, cacheControl: false, headers },
      (error?: Error) => {
        if (!error || response.headersSent) return;
        forget(response);
        if ('status' in error && error.status === 404) next();
        else next(error);
      },
    );
  });
  return router;
}

function forget(response: Response): void {
  for (const header of aboutTheFile) response.removeHeader(header);
  response.set('Cache-Control', 'no-store');
}
