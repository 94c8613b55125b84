import express, { type Request, type RequestHandler, type Response } from 'express';

import { CatalogueError } from '../../domain/errors';
import type { ApiSettings } from '../dependencies';
import type { IncomingFile, RouteDeclaration } from '../route';

/** Reads the body of one route; nothing of a body is read before its sender is known. */
export type BodyReader = (request: Request, response: Response) => Promise<unknown>;

const fixedLimits = { command: 65_536, picture: 1_048_576 } as const;

export function bodyReaderFor(
  route: RouteDeclaration,
  settings: Pick<ApiSettings, 'bodyLimitBytes' | 'attachmentLimitBytes'>,
): BodyReader {
  if (!route.request.shape.body) return async () => undefined;
  const limits = { ...fixedLimits, message: settings.bodyLimitBytes, attachment: settings.attachmentLimitBytes };
  const limit = limits[route.bodyFormat?.size ?? 'command'];
  const mediaTypes = route.bodyFormat?.mediaTypes;
  if (route.bodyFormat?.isStreamed === true) return fileReader(limit);
  return mediaTypes ? bytesReader([...mediaTypes], limit) : jsonReader(limit);
}

/** A missing body is the empty object, so that commands without fields need none. */
function jsonReader(limit: number): BodyReader {
  const parse = express.json({ limit, inflate: false, strict: false, type: 'application/json' });
  return async (request, response) => {
    if (isWithoutBody(request)) return {};
    requireMediaType(request, ['application/json']);
    return run(parse, request, response);
  };
}

function bytesReader(mediaTypes: string[], limit: number): BodyReader {
  const parse = express.raw({ limit, inflate: false, type: mediaTypes });
  return async (request, response) => {
    const contentType = requireMediaType(request, mediaTypes);
    return { contentType, bytes: await run(parse, request, response) };
  };
}

/** What says beforehand that it is too large is not read at all. */
function fileReader(limit: number): BodyReader {
  return async (request) => {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > limit) throw new CatalogueError('BODY_TOO_LARGE', `A file may have ${limit} bytes at most`);
    if (request.headers['content-encoding'] !== undefined) {
      throw new CatalogueError('UNSUPPORTED_MEDIA_TYPE', 'The file must come as it is, without a Content-Encoding');
    }
    const [contentType = ''] = (request.headers['content-type'] ?? '').split(';');
    return { contentType: contentType.trim(), content: piecesOf(request) } satisfies IncomingFile;
  };
}

/** A request that is not read to its end is not destroyed: its sender still gets an answer. */
async function* piecesOf(request: Request): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      if (piece instanceof Uint8Array) yield piece;
    }
  } catch (cause) {
    throw new CatalogueError('INVALID_REQUEST', 'The upload broke off', { cause });
  }
}

function isWithoutBody(request: Request): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return encoding === undefined && (length === undefined || length === '0');
}

function requireMediaType(request: Request, mediaTypes: string[]): string {
  const mediaType = request.is(mediaTypes);
  if (typeof mediaType === 'string') return mediaType;
  throw new CatalogueError('UNSUPPORTED_MEDIA_TYPE', `The body must be ${mediaTypes.join(' or ')}`);
}

async function run(parse: RequestHandler, request: Request, response: Response): Promise<unknown> {
  await new Promise<void>((resolve, reject) => {
    void parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
  return request.body;
}
