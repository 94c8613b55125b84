/** A text as it stands in a part: lines end with CRLF, everything is ASCII. */
export interface EncodedText {
  readonly encoding: '7bit' | 'quoted-printable' | 'base64';
  readonly body: string;
}

/** RFC 2045 section 6.7: no line of an encoded body is longer. */
const lineLength = 76;
/** Anything that a relay might change: high bytes, long lines, white space at their ends, what an mbox file would quote. */
const needsEncoding = /[^\t\r\n\x20-\x7e]|(?:^|\n)(?:[^\r\n]{77}|From )|[\t ](?:\r|$)/;
/** Beyond this share of high bytes base64 is shorter than quoted-printable. */
const base64From = 1 / 5;

/** What of a line does not stand for itself in quoted-printable: all but printable ASCII and blanks that do not end it. */
const notLiteral = /[^\t\x20-\x3c\x3e-\x7e]|[\t ]$/g;
/** One column is left for the mark of a soft line break. */
const literalLength = lineLength - 1;

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
  return bytes.toString('latin1').split('\r\n').map(encodedLine).join('\r\n');
}

function encodedLine(line: string): string {
  const text = line.replaceAll(notLiteral, escaped);
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    const to = endOfPiece(text, from);
    pieces.push(guarded(text.slice(from, to)));
    from = to;
  }
  return pieces.join('=\r\n');
}

/** Never within an escaped byte. */
function endOfPiece(text: string, from: number): number {
  const to = from + literalLength - (text.startsWith('From ', from) ? 2 : 0);
  if (to >= text.length) return text.length;
  if (text[to - 1] === '=') return to - 1;
  return text[to - 2] === '=' ? to - 2 : to;
}

/** An mbox file would change what begins a line in this way. */
function guarded(piece: string): string {
  return piece.startsWith('From ') ? `=46${piece.slice(1)}` : piece;
}

function escaped(character: string): string {
  return `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
