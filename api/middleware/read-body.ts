import type { IncomingMessage } from 'node:http';

import { CatalogueError } from '../../domain/errors';
import type { ApiSettings } from '../dependencies';
import type { IncomingFile, RouteDeclaration } from '../route';
import { wholeBody } from '../whole-body';

/** Reads the body of one route; nothing of a body is read before its sender is known. */
export type BodyReader = (request: IncomingMessage) => Promise<unknown>;

const fixedLimits = { command: 65_536, picture: 1_048_576 } as const;
const namedCharset = /;\s*charset\s*=\s*"?([^\s";]*)/i;
/** A byte order mark in front is no part of the text. */
const utf8 = new TextDecoder('utf-8');

export function bodyReaderFor(
  route: RouteDeclaration,
  settings: Pick<ApiSettings, 'bodyLimitBytes' | 'attachmentLimitBytes'>,
): BodyReader {
  if (!route.request.shape.body) return async () => undefined;
  const limits = { ...fixedLimits, message: settings.bodyLimitBytes, attachment: settings.attachmentLimitBytes };
  const limit = limits[route.bodyFormat?.size ?? 'command'];
  const mediaTypes = route.bodyFormat?.mediaTypes;
  if (route.bodyFormat?.isStreamed === true) return fileReader(limit);
  return mediaTypes ? bytesReader(mediaTypes, limit) : jsonReader(limit);
}

/** A missing body is the empty object, so that commands without fields need none. JSON is UTF-8 (RFC 8259 section 8.1). */
function jsonReader(limit: number): BodyReader {
  return async (request) => {
    if (isWithoutBody(request)) return {};
    requireMediaType(request, ['application/json']);
    refuseOtherCharsets(request);
    const bytes = await wholeBody(request, limit);
    return bytes.length === 0 ? {} : parsedJson(bytes);
  };
}

function bytesReader(mediaTypes: readonly string[], limit: number): BodyReader {
  return async (request) => {
    const contentType = requireMediaType(request, mediaTypes);
    return { contentType, bytes: await wholeBody(request, limit) };
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
    const [contentType = ''] = (request.headers['content-type'] ?? '').split(';', 1);
    return { contentType: contentType.trim(), content: piecesOf(request) } satisfies IncomingFile;
  };
}

/** A request that is not read to its end is not destroyed: its sender still gets an answer. */
async function* piecesOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      if (piece instanceof Uint8Array) yield piece;
    }
  } catch (cause) {
    throw new CatalogueError('INVALID_REQUEST', 'The upload broke off', { cause });
  }
}

function isWithoutBody({ headers }: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': encoding } = headers;
  return encoding === undefined && (length === undefined || length === '0');
}

/** Throws UNSUPPORTED_MEDIA_TYPE. */
function requireMediaType({ headers }: IncomingMessage, mediaTypes: readonly string[]): string {
  const [given = ''] = (headers['content-type'] ?? '').split(';', 1);
  const mediaType = given.trim().toLowerCase();
  if (mediaTypes.includes(mediaType)) return mediaType;
  throw new CatalogueError('UNSUPPORTED_MEDIA_TYPE', `The body must be ${mediaTypes.join(' or ')}`);
}

function refuseOtherCharsets({ headers }: IncomingMessage): void {
  const charset = namedCharset.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (charset.toLowerCase() !== 'utf-8') throw new CatalogueError('UNSUPPORTED_MEDIA_TYPE', 'JSON must be UTF-8');
}

/** What the parser says of a faulty text is dropped: it quotes the text. */
function parsedJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new CatalogueError('BROKEN_JSON');
  }
}
