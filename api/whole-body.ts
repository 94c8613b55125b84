import type { IncomingMessage } from 'node:http';

import { CatalogueError } from '../domain/errors';

/**
 * A request's body as it was sent. Throws BODY_TOO_LARGE, before anything of it is kept where it says so itself;
 * UNSUPPORTED_MEDIA_TYPE for a compressed one, INVALID_REQUEST for one that breaks off. What is not read is left to the server,
 * which lets it pass by.
 */
export async function wholeBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const { 'content-length': length, 'content-encoding': encoding = 'identity' } = request.headers;
  if (encoding.toLowerCase() !== 'identity') {
    throw new CatalogueError('UNSUPPORTED_MEDIA_TYPE', 'The body must come as it is, without a Content-Encoding');
  }
  if (Number(length ?? 0) > limit) throw tooLarge(limit);
  return await new Promise((resolve, reject) => gather(request, limit, { resolve, reject }));
}

interface Reader {
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: CatalogueError) => void;
}

function gather(request: IncomingMessage, limit: number, { resolve, reject }: Reader): void {
  const pieces: Buffer[] = [];
  let size = 0;
  const take = (piece: Buffer): void => {
    pieces.push(piece);
    size += piece.length;
    if (size <= limit) return;
    request.off('data', take);
    reject(tooLarge(limit));
  };
  request.on('data', take);
  request.on('end', () => resolve(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, size)));
  request.on('close', () => {
    if (!request.readableEnded) reject(new CatalogueError('INVALID_REQUEST', 'The body broke off'));
  });
}

function tooLarge(limit: number): CatalogueError {
  return new CatalogueError('BODY_TOO_LARGE', `A body may have ${limit} bytes at most`);
}
