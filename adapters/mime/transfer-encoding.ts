import { Buffer } from 'node:buffer';

/**
 * Undoes a content transfer encoding (RFC 2045 section 6). `source` holds one byte per character (latin1). Damaged
 * base64 and quoted-printable give what can be read; unknown encodings are taken as they are. Never throws.
 */
export function decodeTransfer(source: string, encoding: string, maxBytes: number): Buffer {
  const name = encoding.trim().toLowerCase();
  if (name === 'base64')
    return Buffer.from(source.slice(0, Math.ceil(maxBytes / 3) * 4 + 4096), 'base64').subarray(0, maxBytes);
  const part = source.slice(0, name === 'quoted-printable' ? maxBytes * 3 : maxBytes);
  return name === 'quoted-printable' ? decodeQuotedPrintable(part).subarray(0, maxBytes) : Buffer.from(part, 'latin1');
}

/** Decodes quoted-printable in one pass; `underscoreIsSpace` is the Q variant of encoded words (RFC 2047). */
export function decodeQuotedPrintable(source: string, underscoreIsSpace = false): Buffer {
  const out = Buffer.allocUnsafe(source.length);
  let length = 0;
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code === 0x3d) {
      const skip = softBreak(source, at + 1);
      const byte = skip === 0 ? hexByte(source, at + 1) : -1;
      if (byte >= 0) out[length++] = byte;
      else if (skip === 0) out[length++] = code;
      at += skip > 0 ? skip : byte >= 0 ? 2 : 0;
    } else {
      out[length++] = underscoreIsSpace && code === 0x5f ? 0x20 : code;
    }
  }
  return out.subarray(0, length);
}

/** Length of the soft line break after `=` (with stray blanks), 0 where there is none. */
function softBreak(source: string, from: number): number {
  let at = from;
  while (at < from + 4 && (source[at] === ' ' || source[at] === '\t')) at += 1;
  if (source[at] === '\r' && source[at + 1] === '\n') return at + 2 - from;
  return source[at] === '\n' ? at + 1 - from : 0;
}

function hexByte(source: string, at: number): number {
  const high = hexDigit(source.charCodeAt(at));
  const low = hexDigit(source.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}
