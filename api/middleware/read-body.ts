import express, { type Request, type RequestHandler, type Response } from 'express';

import { CatalogueError } from '../../domain/errors';
import type { BodySize, RouteDeclaration } from '../route';

/** Reads the body of one route; nothing of a body is read before its sender is known. */
export type BodyReader = (request: Request, response: Response) => Promise<unknown>;

const fixedLimits: Readonly<Record<Exclude<BodySize, 'message'>, number>> = { command: 65_536, picture: 1_048_576 };

export function bodyReaderFor(route: RouteDeclaration, messageLimit: number): BodyReader {
  if (!route.request.shape.body) return async () => undefined;
  const size = route.bodyFormat?.size ?? 'command';
  const limit = size === 'message' ? messageLimit : fixedLimits[size];
  const mediaTypes = route.bodyFormat?.mediaTypes;
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
