/** A text as it stands in a part: lines end with CRLF, everything is ASCII. */
export interface EncodedText {
  readonly encoding: '7bit' | 'quoted-printable' | 'base64';
  readonly body: string;
}

/** RFC 2045 section 6.7: no line of an encoded body is longer. */
const lineLength = 76;
/** Anything that a relay might change: high bytes, long lines, white space at their ends, what an mbox file would quote. */
const needsEncoding = /[^\t\r\n\x20-\x7e]|[^\r\n]{77}|[\t ](?:\r|$)|(?:^|\n)From /;
/** Beyond this share of high bytes base64 is shorter than quoted-printable. */
const base64From = 1 / 5;

const [CR, LF, TAB, SPACE, EQUALS, TILDE] = [13, 10, 9, 32, 61, 126];
const hex = Buffer.from('0123456789ABCDEF', 'latin1');

/** Encodes a text for transport by the gentlest way that keeps every character and line (RFC 2045). */
export function encodedText(text: string): EncodedText {
  const lines = text.replaceAll(/\r\n|\r|\n/g, '\r\n');
  if (!needsEncoding.test(lines)) return { encoding: '7bit', body: lines };
  const bytes = Buffer.from(lines, 'utf8');
  // Every character beyond ASCII takes two bytes or more, so that this tells how many there are, roughly.
  const high = bytes.length - lines.length;
  if (high > bytes.length * base64From) return { encoding: 'base64', body: base64Lines(bytes) };
  return { encoding: 'quoted-printable', body: quotedPrintable(bytes) };
}

/** Lines of base64, without a line end behind the last. */
export function base64Lines(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return text.replaceAll(/.{76}(?!$)/g, '$&\r\n');
}

/** RFC 2045 section 6.7; the bytes' line ends are CRLF, and stay line ends. */
export function quotedPrintable(bytes: Buffer): string {
  // Every byte written out, and a soft line break for every 25 of them.
  const target = Buffer.allocUnsafe(bytes.length * 3 + (Math.ceil(bytes.length / 24) + 1) * 3);
  let end = 0;
  let column = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === CR && bytes[at + 1] === LF) {
      target[end] = CR;
      target[end + 1] = LF;
      end += 2;
      column = 0;
      at += 1;
      continue;
    }
    const isLiteral = byte > SPACE ? byte <= TILDE && byte !== EQUALS : isInnerSpace(bytes, at);
    // One column is left for the mark of a soft line break.
    if (column + (isLiteral ? 1 : 3) > lineLength - 1) {
      end += target.write('=\r\n', end, 'latin1');
      column = 0;
    }
    const width = isLiteral && !(column === 0 && isFrom(bytes, at)) ? 1 : 3;
    if (width === 1) target[end] = byte;
    else writeEscaped(target, end, byte);
    end += width;
    column += width;
  }
  return target.toString('latin1', 0, end);
}

function isInnerSpace(bytes: Buffer, at: number): boolean {
  const byte = bytes[at];
  return (byte === SPACE || byte === TAB) && at + 1 < bytes.length && bytes[at + 1] !== CR;
}

function isFrom(bytes: Buffer, at: number): boolean {
  return bytes[at] === 0x46 && bytes.toString('latin1', at, at + 5) === 'From ';
}

function writeEscaped(target: Buffer, end: number, byte: number): void {
  target[end] = EQUALS;
  target[end + 1] = hex[byte >> 4] ?? 0;
  target[end + 2] = hex[byte & 15] ?? 0;
}
