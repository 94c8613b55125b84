import { createHash, hkdfSync, randomBytes } from 'node:crypto';

import { canonicalBytes, decrypt, encrypt } from './aes-gcm';

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const purpose = 'dashboard-session-tokens';

/**
 * The random text that a browser keeps for a session. The store gets its digest, and what is sealed under a key that only
 * this text gives: whoever reads the store can neither take over a session nor use the tokens in it.
 */
export class SessionKey {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static create(): SessionKey {
    return new SessionKey(randomBytes(keyBytes).toString('base64url'));
  }

  /** Null for what cannot have been made here. */
  static from(text: string | undefined): SessionKey | null {
    return text !== undefined && /^[\w-]{43}$/.test(text) ? new SessionKey(text) : null;
  }

  /** What the browser keeps. */
  reveal(): string {
    return this.#text;
  }

  /** What the store knows it by. */
  get digest(): string {
    return createHash('sha256').update(this.#text, 'ascii').digest('base64url');
  }

  seal(text: string): Uint8Array {
    const { iv, tag, data } = encrypt(this.#sealingKey(), Buffer.from(text, 'utf8'), canonicalBytes([purpose]));
    return Buffer.concat([iv, tag, data]);
  }

  /** Throws when it was sealed under another key, or changed. */
  open(sealed: Uint8Array): string {
    const bytes = Buffer.from(sealed);
    const [iv, tag] = [bytes.subarray(0, ivBytes), bytes.subarray(ivBytes, ivBytes + tagBytes)];
    const data = bytes.subarray(ivBytes + tagBytes);
    return decrypt(this.#sealingKey(), { iv, tag, data }, canonicalBytes([purpose])).toString('utf8');
  }

  #sealingKey(): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', this.#text, '', purpose, keyBytes));
  }
}
