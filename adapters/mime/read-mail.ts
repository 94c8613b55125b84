import { Buffer } from 'node:buffer';
import type { DecodedMail, HeaderField, MailPart } from '../../domain/bounces/decoded-mail';
import { headerValue } from '../../domain/bounces/decoded-mail';
import { encryptedType } from '../../domain/bounces/encryption';
import { decodeCharset } from './charset';
import { isEnveloped } from './enveloped-content';
import { readHeaderFields, readParameters } from './mime-header';
import { defaultMimeLimits, type MimeLimits } from './mime-limits';
import { splitMultipart } from './multipart';
import { packedMail, packedParts, type PackedReader } from './packed-parts';
import { signedContent } from './signed-content';
import { readTnef } from './tnef';
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
  const name = parameters.get('name') ?? '';
  if (isOpaque(type, name)) return readOpaque(reading, body, headers, depth);
  if (isPacked(type, name)) return readPacked(reading, body, headers, depth);
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

/**
 * Opaque S/MIME (RFC 8551 section 3.5.2): a signed-only message carries its MIME entity as clear text inside the DER. What
 * was not transferred in a coding has lost its line ends, and with them its lengths: there the text begins its header.
 */
function readOpaque(reading: Reading, body: Entity, headers: readonly HeaderField[], depth: number): MailPart {
  const part = { headers, type: 'application/pkcs7-mime', text: '', children: [] };
  if (depth >= reading.limits.depth) return part;
  const encoding = transferOf(headers);
  const der = encoding === 'base64' ? decodeBody(reading, body, encoding) : Buffer.alloc(0);
  if (isEnveloped(der)) return { ...part, type: encryptedType };
  const content = signedContent(der);
  const entity = content === null ? undecodedEntity(decodedEntity(reading, body, headers)) : entityOf(content);
  return { ...part, children: entity === null ? [] : [readEntity(reading, entity, depth + 1, 'text/plain')] };
}

function undecodedEntity({ source, start: from, end }: Entity): Entity | null {
  const start = source.slice(from, end).search(/content-type:/i);
  return start < 0 ? null : { source, start: from + start, end };
}

/** What Outlook packed (`winmail.dat`): its parts become parts of the mail. */
function readPacked(reading: Reading, body: Entity, headers: readonly HeaderField[], depth: number): MailPart {
  const part = { headers, type: 'application/ms-tnef', text: '', children: [] };
  const content = readTnef(decodeBody(reading, body, transferOf(headers)), reading.limits.partCharacters);
  return content === null ? part : { ...part, children: packedParts(content, packedReader(reading, depth)) };
}

function packedReader(reading: Reading, depth: number): PackedReader {
  const withinCaps = (): boolean => {
    const isWithin = reading.parts < reading.limits.parts && depth < reading.limits.depth;
    if (isWithin) reading.parts += 1;
    else reading.truncated = true;
    return isWithin;
  };
  return {
    text: (text) => (withinCaps() ? keptText(reading, text) : null),
    headers: (source) => readHeaderFields(source, 0, source.length, reading.limits),
    mail: (bytes) => (withinCaps() ? readEntity(reading, entityOf(bytes), depth + 1, 'text/plain') : null),
    packed: (bytes) => {
      const content = withinCaps() ? readTnef(bytes, reading.limits.partCharacters) : null;
      return content === null ? null : packedMail(content, packedReader(reading, depth + 1));
    },
  };
}

function decodedEntity(reading: Reading, body: Entity, headers: readonly HeaderField[]): Entity {
  const encoding = transferOf(headers);
  if (encoding !== 'base64' && encoding !== 'quoted-printable') return body;
  return entityOf(decodeBody(reading, body, encoding));
}

function entityOf(bytes: Buffer): Entity {
  const source = bytes.toString('latin1').replaceAll('\r\n', '\n');
  return { source, start: 0, end: source.length };
}

function decodeText(reading: Reading, body: Entity, headers: readonly HeaderField[], charset: string): string {
  return keptText(reading, decodeCharset(decodeBody(reading, body, transferOf(headers)), charset));
}

function keptText(reading: Reading, text: string): string {
  if (text.length > reading.limits.partCharacters) reading.truncated = true;
  return text.slice(0, reading.limits.partCharacters).replaceAll('\r\n', '\n');
}

function transferOf(headers: readonly HeaderField[]): string {
  return headerValue(headers, 'content-transfer-encoding').toLowerCase();
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

function isPacked(type: string, name: string): boolean {
  return type.endsWith('ms-tnef') || name.toLowerCase() === 'winmail.dat';
}
