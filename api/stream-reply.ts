import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Request, Response } from 'express';

import type { StreamedBody } from './route';

/** A stream whose first chunk is there, so that what prevents it altogether can still be answered with a problem. */
export interface BegunStream {
  readonly first: IteratorResult<string>;
  readonly rest: AsyncIterator<string>;
}

/** Waits for the first chunk. Throws what the source throws. */
export async function beginStream({ chunks }: StreamedBody): Promise<BegunStream> {
  const rest = chunks[Symbol.asyncIterator]();
  return { first: await rest.next(), rest };
}

/**
 * Sends the chunks as fast as the client takes them. A source that fails, or a client that leaves, ends the connection; of an
 * endless stream that is the usual end.
 */
export async function sendStream(
  stream: BegunStream,
  request: Request,
  response: Response,
  isEndless: boolean,
): Promise<void> {
  if (request.method === 'HEAD') {
    await stream.rest.return?.();
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(allChunks(stream)), response);
  } catch (error) {
    const hasLeft = isEndless && response.closed;
    request.log[hasLeft ? 'debug' : 'warn']({ err: error }, 'A streamed answer ended before its end');
    response.destroy();
  }
}

async function* allChunks({ first, rest }: BegunStream): AsyncGenerator<string> {
  try {
    for (let step = first; step.done !== true; step = await rest.next()) yield step.value;
  } finally {
    await rest.return?.();
  }
}
