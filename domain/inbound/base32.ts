const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const bitsPerCharacter = 5;
const bitsPerByte = 8;

/**
 * Base 32 (RFC 4648 section 6) in lower case and without padding: mail servers may change the case of a local part on
 * its way, and this is still read afterwards.
 */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let pending = 0;
  let bits = 0;
  for (const byte of bytes) {
    pending = (pending << bitsPerByte) | byte;
    bits += bitsPerByte;
    while (bits >= bitsPerCharacter) {
      bits -= bitsPerCharacter;
      text += alphabet[(pending >> bits) & 31];
    }
    pending &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet[(pending << (bitsPerCharacter - bits)) & 31];
}

/** The bytes of a text in either case; null for one that no bytes are written as, so that every value has one spelling. */
export function decodeBase32(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let pending = 0;
  let bits = 0;
  for (const character of text.toLowerCase()) {
    const value = alphabet.indexOf(character);
    if (value === -1) return null;
    pending = (pending << bitsPerCharacter) | value;
    bits += bitsPerCharacter;
    if (bits < bitsPerByte) continue;
    bits -= bitsPerByte;
    bytes.push((pending >> bits) & 255);
    pending &= (1 << bits) - 1;
  }
  const isCanonical = pending === 0 && bits < bitsPerCharacter;
  return isCanonical ? Uint8Array.from(bytes) : null;
}
