import { Buffer } from 'node:buffer';
import { ByteReader } from './byte-reader';
import { decodeCharset } from './charset';

const compressedMark = 0x75465a4c;
const storedMark = 0x414c454d;
const dictionarySize = 4_096;
const shortestRepeat = 2;
/** The dictionary at the start (MS-OXRTFCP section 2.1.2.1). */
const dictionaryText =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
/** Groups whose words are not of the text. */
const silentGroups = new Set(['*', 'fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'header', 'footer']);
const lineWords = new Set(['par', 'line', 'row', 'sect']);
/** A character beyond ASCII is followed by one for readers that do not know it. */
const unicode = /\\u(-?\d{1,6}) ?(?:\\'[\da-f]{2}|[^\\{}])?/gi;
const token = /[{}]|\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([\da-f]{2})|\\([^a-z])|[^\\{}]+|\\/gi;

/** The plain text of a compressed RTF body, at most `max` characters of RTF of it. Never throws. */
export function rtfText(compressed: Buffer, max: number): string {
  return plainText(unpack(compressed, max).toString('latin1').replaceAll('\0', ''));
}

/** Undoes the LZFu compression (MS-OXRTFCP). What the header says of the length is not believed beyond `max`. */
export function unpack(compressed: Buffer, max: number): Buffer {
  const reader = new ByteReader(compressed);
  reader.uint32();
  const length = Math.min(reader.uint32(), max);
  const mark = reader.uint32();
  reader.uint32();
  if (mark === storedMark) return reader.take(length);
  if (mark !== compressedMark) return Buffer.alloc(0);
  const output = new UnpackedBytes(length);
  while (!output.isFull && reader.hasMore) {
    const control = reader.uint8();
    for (let bit = 0; bit < 8 && !output.isFull && reader.hasMore; bit += 1) {
      if ((control & (1 << bit)) === 0) output.put(reader.uint8());
      else if (!output.repeat((reader.uint8() << 8) | reader.uint8())) return output.written;
    }
  }
  return output.written;
}

/** What was unpacked, and the dictionary that remembers the last of it. */
class UnpackedBytes {
  readonly #bytes: Buffer;
  readonly #dictionary = Buffer.alloc(dictionarySize);
  #size = 0;
  #place: number;

  constructor(length: number) {
    this.#bytes = Buffer.alloc(length);
    this.#place = this.#dictionary.write(dictionaryText, 'latin1');
  }

  get isFull(): boolean {
    return this.#size >= this.#bytes.length;
  }

  get written(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  put(byte: number): void {
    this.#bytes[this.#size] = byte;
    this.#size += 1;
    this.#dictionary[this.#place] = byte;
    this.#place = (this.#place + 1) % dictionarySize;
  }

  /** Writes a stretch of the dictionary again: 12 bits say where it begins, 4 how long it is. False at the end mark. */
  repeat(reference: number): boolean {
    const from = reference >> 4;
    if (from === this.#place) return false;
    const length = (reference & 0xf) + shortestRepeat;
    for (let copied = 0; copied < length && !this.isFull; copied += 1)
      this.put(this.#dictionary[(from + copied) % dictionarySize] ?? 0);
    return true;
  }
}

/** The words of an RTF text: without its control words, its tables and what it says twice for readers of HTML. */
function plainText(rtf: string): string {
  const groups: boolean[] = [];
  let silent = false;
  let forRtfOnly = false;
  let opened = false;
  let text = '';
  for (const [whole, word, value, hex, symbol] of withCharacters(rtf).matchAll(token)) {
    const starts = opened;
    opened = whole === '{';
    if (whole === '{') groups.push(silent);
    else if (whole === '}') silent = groups.pop() ?? false;
    else if (starts && silentGroups.has(word ?? symbol ?? '')) silent = true;
    else if (word === 'htmlrtf') forRtfOnly = value !== '0';
    else if (!silent && !forRtfOnly) text += spoken(whole, word, hex, symbol);
  }
  return text;
}

function withCharacters(rtf: string): string {
  return rtf.replace(unicode, (_, code: string) => String.fromCharCode(Number(code) & 0xffff));
}

function spoken(whole: string, word?: string, hex?: string, symbol?: string): string {
  if (hex !== undefined) return decodeCharset(Buffer.from(hex, 'hex'), 'windows-1252');
  if (symbol !== undefined) return symbol === '~' ? ' ' : symbol.replace(/[\r\n*_-]/, '');
  if (word === undefined) return whole.startsWith('\\') ? '' : whole.replace(/[\r\n]/g, '');
  if (lineWords.has(word)) return '\n';
  return word === 'tab' ? '\t' : '';
}
