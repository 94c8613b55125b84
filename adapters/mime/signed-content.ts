import { Buffer } from 'node:buffer';

const octetString = 0x04;
const constructed = 0x20;
const openLength = 0x80;
const longestLengthBytes = 4;
const headerMark = /content-(?:type|transfer-encoding|disposition):/i;
/** Before this many characters a MIME entity has begun its header. */
const headerWithin = 4_096;

/**
 * The MIME entity that an opaque S/MIME signature carries (RFC 5652 section 5.2), its pieces put together where the signer wrote
 * it in pieces (BER). Null where there is none, as in what is encrypted or damaged. One pass over the bytes; never throws.
 */
export function signedContent(der: Buffer): Buffer | null {
  let pieces: Buffer[] = [];
  for (let at = 0; at + 2 <= der.length;) {
    const { tag, start, length } = elementAt(der, at);
    if (tag === octetString) pieces.push(der.subarray(start, start + length));
    else if (holdsEntity(pieces)) return Buffer.concat(pieces);
    else pieces = [];
    // What is made of other elements is stepped into, so that they all come by in their order.
    at = (tag & constructed) === 0 ? start + length : start;
  }
  return holdsEntity(pieces) ? Buffer.concat(pieces) : null;
}

/** Tag, content and its length; an open length counts as none, and the mark at its end as an element without content. */
function elementAt(der: Buffer, at: number): { tag: number; start: number; length: number } {
  const tag = der[at] ?? 0;
  const first = der[at + 1] ?? 0;
  if (first < openLength) return { tag, start: at + 2, length: first };
  const lengthBytes = first - openLength;
  const start = at + 2 + lengthBytes;
  const isReadable = lengthBytes > 0 && lengthBytes <= longestLengthBytes && start <= der.length;
  return { tag, start, length: isReadable ? der.readUIntBE(at + 2, lengthBytes) : 0 };
}

function holdsEntity([first]: readonly Buffer[]): boolean {
  return first !== undefined && headerMark.test(first.toString('latin1', 0, headerWithin));
}
