import { TextDecoder } from 'node:util';

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

/**
 * Decodes bytes by the named charset. Unknown names, and texts that call themselves ASCII or UTF-8 and are not, are read
 * as UTF-8 where valid and else as Windows-1252: a readable guess is worth more than an error. Never throws.
 */
export function decodeCharset(bytes: Uint8Array, charset: string): string {
  const label = charset.trim().toLowerCase();
  const name = Object.hasOwn(aliases, label) ? (aliases[label] ?? label) : label;
  if (name === '' || name === 'us-ascii' || name === 'utf-8' || name === 'utf8') return decodeUnlabelled(bytes);
  const decoder = decoderFor(name);
  return decoder === undefined ? decodeUnlabelled(bytes) : decoder.decode(bytes);
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
