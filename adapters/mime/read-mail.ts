import { Buffer } from 'node:buffer';
import type { DecodedMail, HeaderField, MailPart } from '../../domain/bounces/decoded-mail';
import { headerValue } from '../../domain/bounces/decoded-mail';
import { decodeCharset } from './charset';
import { readHeaderFields, readParameters } from './mime-header';
import { defaultMimeLimits, type MimeLimits } from './mime-limits';
import { splitMultipart } from './multipart';
import { signedContent } from './signed-content';
import { decodeTransfer } from './transfer-encoding';

interface Reading {
  readonly limits: MimeLimits;
  parts: number;
  decodedBytes: number;
  truncated: boolean;
}

/** A stretch of a latin1 source that holds one entity: header fields, a blank line, a body. */
interface Entity {
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the MIME structure of a raw mail for the bounce parser. Bounded by `limits` in parts, depth and bytes, and it
 * never throws: what is damaged is read as text, what is beyond a cap is left out and `truncated` says so.
 */
export function readMail(raw: Uint8Array, limits: MimeLimits = defaultMimeLimits): DecodedMail {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, limits.rawBytes));
  const source = bytes.toString('latin1').replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const reading: Reading = { limits, parts: 0, decodedBytes: 0, truncated: raw.byteLength > limits.rawBytes };
  const start = source.startsWith('From ') ? source.indexOf('\n') + 1 : 0;
  const root = readEntity(reading, { source, start, end: source.length }, 0, 'text/plain');
  return { root, truncated: reading.truncated };
}

function readEntity(reading: Reading, entity: Entity, depth: number, defaultType: string): MailPart {
  reading.parts += 1;
  const bodyStart = findBody(entity);
  const headers = readHeaderFields(entity.source, entity.start, bodyStart, reading.limits);
  const { token, parameters } = readParameters(headerValue(headers, 'content-type'));
  const type = token.includes('/') ? token : defaultType;
  const body: Entity = { source: entity.source, start: bodyStart, end: entity.end };
  const boundary = parameters.get('boundary') ?? '';
  if (type.startsWith('multipart/') && boundary !== '') {
    const children = readChildren(reading, body, boundary, depth, type);
    if (children.length > 0) return { headers, type, text: '', children };
  }
  if (isMail(type)) return readEnclosed(reading, body, headers, depth, type);
  if (isOpaque(type, parameters.get('name') ?? '')) return readOpaque(reading, body, headers, depth);
  const readable = type.startsWith('text/') || type.startsWith('message/') || type.startsWith('multipart/');
  return {
    headers,
    type,
    text: readable ? decodeText(reading, body, headers, parameters.get('charset') ?? '') : '',
    children: [],
  };
}

/** The offset behind the blank line that ends the header; a part that starts with its body has none (RFC 2046). */
function findBody({ source, start, end }: Entity): number {
  if (source.startsWith('\n', start)) return Math.min(start + 1, end);
  // The slice keeps the search inside the part: a search to the end of the mail would add up over many parts.
  const blank = source.slice(start, end).indexOf('\n\n');
  return blank < 0 ? end : start + blank + 2;
}

function readChildren(reading: Reading, body: Entity, boundary: string, depth: number, type: string): MailPart[] {
  if (depth >= reading.limits.depth) {
    reading.truncated = true;
    return [];
  }
  const room = reading.limits.parts - reading.parts;
  const ranges = splitMultipart(body.source, body.start, body.end, boundary, room + 1);
  const childType = type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  const children: MailPart[] = [];
  for (const { start, end } of ranges) {
    if (reading.parts >= reading.limits.parts) {
      reading.truncated = true;
      break;
    }
    children.push(readEntity(reading, { source: body.source, start, end }, depth + 1, childType));
  }
  return children;
}

function readEnclosed(
  reading: Reading,
  body: Entity,
  headers: readonly HeaderField[],
  depth: number,
  type: string,
): MailPart {
  if (depth >= reading.limits.depth || reading.parts >= reading.limits.parts) {
    reading.truncated = true;
    return { headers, type, text: '', children: [] };
  }
  return {
    headers,
    type,
    text: '',
    children: [readEntity(reading, decodedEntity(reading, body, headers), depth + 1, 'text/plain')],
  };
}

/** Opaque S/MIME (RFC 8551 section 3.5.2): a signed-only message carries its MIME entity as clear text inside the DER. */
function readOpaque(reading: Reading, body: Entity, headers: readonly HeaderField[], depth: number): MailPart {
  const part = { headers, type: 'application/pkcs7-mime', text: '' };
  const entity = depth >= reading.limits.depth ? null : signedEntity(reading, body, headers);
  return { ...part, children: entity === null ? [] : [readEntity(reading, entity, depth + 1, 'text/plain')] };
}

/** What was not transferred in a coding has lost its line ends, and with them its lengths: there the text begins its header. */
function signedEntity(reading: Reading, body: Entity, headers: readonly HeaderField[]): Entity | null {
  const encoding = headerValue(headers, 'content-transfer-encoding').toLowerCase();
  const content = encoding === 'base64' ? signedContent(decodeBody(reading, body, encoding)) : null;
  if (content !== null) return entityOf(content);
  const { source, start: from, end } = decodedEntity(reading, body, headers);
  const start = source.slice(from, end).search(/content-type:/i);
  return start < 0 ? null : { source, start: from + start, end };
}

function decodedEntity(reading: Reading, body: Entity, headers: readonly HeaderField[]): Entity {
  const encoding = headerValue(headers, 'content-transfer-encoding').toLowerCase();
  if (encoding !== 'base64' && encoding !== 'quoted-printable') return body;
  return entityOf(decodeBody(reading, body, encoding));
}

function entityOf(bytes: Buffer): Entity {
  const source = bytes.toString('latin1').replaceAll('\r\n', '\n');
  return { source, start: 0, end: source.length };
}

function decodeText(reading: Reading, body: Entity, headers: readonly HeaderField[], charset: string): string {
  const bytes = decodeBody(reading, body, headerValue(headers, 'content-transfer-encoding'));
  const text = decodeCharset(bytes, charset);
  if (text.length > reading.limits.partCharacters) reading.truncated = true;
  return text.slice(0, reading.limits.partCharacters).replaceAll('\r\n', '\n');
}

function decodeBody(reading: Reading, { source, start, end }: Entity, encoding: string): Buffer {
  const room = Math.max(0, reading.limits.decodedBytes - reading.decodedBytes);
  const bytes = decodeTransfer(source.slice(start, end), encoding, room);
  reading.decodedBytes += bytes.length;
  if (reading.decodedBytes >= reading.limits.decodedBytes) reading.truncated = true;
  return bytes;
}

function isMail(type: string): boolean {
  return type === 'message/rfc822' || type === 'message/global' || type === 'text/rfc822';
}

/** Gateways that do not know the type name the file instead (RFC 8551 section 3.2.1). */
function isOpaque(type: string, name: string): boolean {
  if (type === 'application/pkcs7-mime' || type === 'application/x-pkcs7-mime') return true;
  return type === 'application/octet-stream' && name.toLowerCase().endsWith('.p7m');
}
