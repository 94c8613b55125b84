import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Ciphertext of AES-256-GCM with the random nonce that it was made with and its authentication tag. */
export interface Ciphertext {
  readonly iv: Uint8Array;
  readonly tag: Uint8Array;
  readonly data: Uint8Array;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Encrypts under a fresh random 96-bit nonce; `associated` is authenticated but not stored. */
export function encrypt(key: Uint8Array, plain: Uint8Array, associated: Uint8Array): Ciphertext {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(associated);
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, tag: cipher.getAuthTag(), data };
}

/** Throws when key, nonce, tag, data or associated data are not the ones of the encryption. */
export function decrypt(key: Uint8Array, ciphertext: Ciphertext, associated: Uint8Array): Buffer {
  if (ciphertext.iv.length !== ivBytes || ciphertext.tag.length !== tagBytes) {
    throw new RangeError('Nonce or authentication tag has the wrong length');
  }
  const decipher = createDecipheriv(algorithm, key, ciphertext.iv, { authTagLength: tagBytes });
  decipher.setAAD(associated);
  decipher.setAuthTag(ciphertext.tag);
  return Buffer.concat([decipher.update(ciphertext.data), decipher.final()]);
}

/** One unambiguous byte form of a list of texts and numbers: two different lists never share it. */
export function canonicalBytes(parts: readonly (string | number)[]): Uint8Array {
  return Buffer.from(JSON.stringify(parts), 'utf8');
}
