import { Buffer } from 'node:buffer';
import type { HeaderField } from '../../domain/bounces/decoded-mail';
import { decodeCharset, decodeUnlabelled } from './charset';
import type { MimeLimits } from './mime-limits';
import { decodeQuotedPrintable } from './transfer-encoding';

const encodedWord = /=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\s]{0,2000})\?=/g;

/** Reads the header fields between two offsets of a latin1 source: unfolded, encoded words decoded, within the caps. */
export function readHeaderFields(source: string, start: number, end: number, limits: MimeLimits): HeaderField[] {
  const stop = Math.min(end, start + limits.headerCharacters);
  const fields: { name: string; value: string }[] = [];
  for (const line of source.slice(start, stop).split('\n')) {
    const last = fields.at(-1);
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (last !== undefined) last.value += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    if (fields.length >= limits.headerFields) break;
    fields.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() });
  }
  return fields.map(({ name, value }) => ({ name, value: decodeHeaderText(value) }));
}

/** Decodes RFC 2047 encoded words and raw 8-bit characters of a header value; damaged words stay as written. */
export function decodeHeaderText(value: string): string {
  const text = hasEightBit(value) ? decodeUnlabelled(Buffer.from(value, 'latin1')) : value;
  if (!text.includes('=?')) return text;
  return text
    .replace(/\?=[ \t]{1,9}=\?/g, '?==?')
    .replace(encodedWord, (_word, charset: string, kind: string, data: string) => {
      const bytes = kind.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : decodeQuotedPrintable(data, true);
      return decodeCharset(bytes, charset);
    });
}

/** A structured header value: the leading token in lower case and its parameters (RFC 2045, RFC 2231 read plainly). */
export function readParameters(value: string): { token: string; parameters: ReadonlyMap<string, string> } {
  const pieces = splitOutsideQuotes(value.slice(0, 4000));
  const parameters = new Map<string, string>();
  for (const piece of pieces.slice(1, 40)) {
    const equals = piece.indexOf('=');
    if (equals < 1) continue;
    const name = piece
      .slice(0, equals)
      .trim()
      .toLowerCase()
      .replace(/\*\d{0,2}\*?$/, '');
    if (!parameters.has(name)) parameters.set(name, unquote(piece.slice(equals + 1).trim()));
  }
  return { token: (pieces[0] ?? '').trim().split(/\s/, 1)[0]?.toLowerCase() ?? '', parameters };
}

function splitOutsideQuotes(value: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at];
    if (char === '\\' && quoted) at += 1;
    else if (char === '"') quoted = !quoted;
    else if (char === ';' && !quoted) {
      pieces.push(value.slice(from, at));
      from = at + 1;
    }
  }
  pieces.push(value.slice(from));
  return pieces;
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value.split(/\s/, 1)[0] ?? '';
  const end = value.lastIndexOf('"');
  return value.slice(1, end > 0 ? end : undefined).replace(/\\(.)/g, '$1');
}

function hasEightBit(value: string): boolean {
  // A loop: a character class over a long line costs the same and hides the range.
  for (let at = 0; at < value.length; at += 1) if (value.charCodeAt(at) > 0x7f) return true;
  return false;
}
