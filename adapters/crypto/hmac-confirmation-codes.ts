import { createHmac, timingSafeEqual } from 'node:crypto';

import type { ConfirmationCodes } from '../../activities/ports/mail-server-prober';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 8;
const bitsPerCharacter = 5n;

/** Codes made from a key by HMAC-SHA256, so that none has to be stored and nobody without the key can make one. */
export class HmacConfirmationCodes implements ConfirmationCodes {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  codeFor(organizationId: string, revision: number, run: number): string {
    const subject = JSON.stringify(['confirmation-code', organizationId, revision, run]);
    const digest = createHmac('sha256', this.#key).update(subject).digest();
    return encode(digest.readBigUInt64BE(0) >> (64n - bitsPerCharacter * BigInt(codeLength)));
  }

  matches(code: string, organizationId: string, revision: number, run: number): boolean {
    const given = Buffer.from(readable(code), 'utf8');
    const expected = Buffer.from(this.codeFor(organizationId, revision, run), 'utf8');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}

/** Eight characters of Crockford's base 32, which has no letters that look like digits. */
function encode(value: bigint): string {
  const characters = Array.from({ length: codeLength }, (_, index) => {
    const shift = bitsPerCharacter * BigInt(codeLength - 1 - index);
    return alphabet[Number((value >> shift) & 31n)];
  });
  return characters.join('');
}

/** What people type: lower case, groups, and the letters that Crockford's alphabet reads as digits. */
function readable(code: string): string {
  const bare = code.toUpperCase().replace(/[\s-]/g, '');
  return bare.replaceAll('O', '0').replace(/[IL]/g, '1');
}
