import { Buffer } from 'node:buffer';
import { TextDecoder } from 'node:util';

import iconv from 'iconv-lite';

const decoders = new Map<string, TextDecoder>();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const fallback = new TextDecoder('windows-1252');

/** Names seen in bounces that are no labels of the WHATWG encoding list. */
const aliases: Readonly<Record<string, string>> = {
  'ansi_x3.4-1968': 'us-ascii',
  cp932: 'shift_jis',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-8859-1-windows-3.1-latin-1': 'iso-8859-1',
  'x-sjis': 'shift_jis',
  'x-unknown': 'utf-8',
};

/** UTF-7 (RFC 2152, by all its names) and code pages: charsets of mail that the WHATWG encoding list leaves out. */
const mailCharset = /^(?:(?:x-)?unicode-[\d-]{1,9}-)?utf-?7$|^(?:cp|ibm|windows)-?\d{3,5}$/;

/**
 * Decodes bytes by the named charset. Unknown names, and texts that call themselves ASCII or UTF-8 and are not, are read
 * as UTF-8 where valid and else as Windows-1252: a readable guess is worth more than an error. Never throws.
 */
export function decodeCharset(bytes: Uint8Array, charset: string): string {
  const label = charset.trim().toLowerCase();
  const name = Object.hasOwn(aliases, label) ? (aliases[label] ?? label) : label;
  if (name === '' || name === 'us-ascii' || name === 'utf-8' || name === 'utf8') return decodeUnlabelled(bytes);
  return decoderFor(name)?.decode(bytes) ?? decodeMailCharset(bytes, name);
}

function decodeMailCharset(bytes: Uint8Array, name: string): string {
  if (!mailCharset.test(name)) return decodeUnlabelled(bytes);
  const encoding = name.endsWith('7') && name.includes('utf') ? 'utf-7' : name;
  return iconv.encodingExists(encoding)
    ? iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding)
    : decodeUnlabelled(bytes);
}

/** Bytes of unknown charset: UTF-8 where valid, else Windows-1252. */
export function decodeUnlabelled(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return fallback.decode(bytes);
  }
}

function decoderFor(name: string): TextDecoder | undefined {
  const known = decoders.get(name);
  if (known !== undefined) return known;
  try {
    const decoder = new TextDecoder(name);
    if (decoders.size < 64) decoders.set(name, decoder);
    return decoder;
  } catch {
    return undefined;
  }
}
