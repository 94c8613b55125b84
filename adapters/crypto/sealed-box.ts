import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import type { AssociatedData, KeyEncryption, WrappedKey } from '../../activities/ports/key-encryption';
import { CatalogueError } from '../../domain/errors';
import { Secret } from '../../domain/secret';
import { canonicalBytes, decrypt, encrypt, type Ciphertext } from './aes-gcm';

/** What a sealed secret belongs to. It opens for exactly this binding and no other. */
export interface SealBinding {
  readonly organizationId: string;
  readonly revision: number;
  readonly credentialId: string;
}

/** A secret as it is stored: its ciphertext under a data key of its own, and that data key wrapped. */
export interface SealedSecret extends WrappedKey {
  readonly version: 1;
  readonly algorithm: 'A256GCM';
  readonly content: Ciphertext;
}

const version = 1;
const algorithm = 'A256GCM';
const field = 'smtp-password';
const dataKeyBytes = 32;

/**
 * Envelope encryption of stored secrets. Each secret has its own random data key, which is wrapped by a
 * key-encryption key. The content is bound to organization, revision, field and credential; the wrapping is bound to these
 * and the wrapping key's name, so that keys can be exchanged without touching the content. Everything throws what the keys
 * throw: KEYS_UNAVAILABLE.
 */
export class SealedBox {
  readonly #keys: KeyEncryption;

  constructor(keys: KeyEncryption) {
    this.#keys = keys;
  }

  async seal(secret: Secret, binding: SealBinding): Promise<SealedSecret> {
    const dataKey = randomBytes(dataKeyBytes);
    const plain = Buffer.from(secret.reveal(), 'utf8');
    try {
      const content = encrypt(dataKey, plain, contentAad(binding));
      return { version, algorithm, content, ...(await this.#keys.wrap(dataKey, wrapAad(binding))) };
    } finally {
      dataKey.fill(0);
      plain.fill(0);
    }
  }

  /** Throws CREDENTIAL_UNREADABLE when a key is missing, the binding differs or a single bit has changed. */
  async open(sealed: SealedSecret, binding: SealBinding): Promise<Secret> {
    const dataKey = await this.#keys.unwrap(sealed, wrapAad(binding));
    try {
      const plain = decryptOrRefuse(dataKey, sealed.content, contentAad(binding));
      const secret = new Secret(plain.toString('utf8'));
      plain.fill(0);
      return secret;
    } finally {
      dataKey.fill(0);
    }
  }

  /** Whether this secret is sealed here, told in a time that says nothing about either. Throws as `open` does. */
  async holds(sealed: SealedSecret, binding: SealBinding, secret: Secret): Promise<boolean> {
    return timingSafeEqual(digestOf(await this.open(sealed, binding)), digestOf(secret));
  }

  /** Whether the key opens what it wraps here; the content stays closed. Throws as `open` does. */
  async tryKey(sealed: SealedSecret, binding: SealBinding): Promise<void> {
    (await this.#keys.unwrap(sealed, wrapAad(binding))).fill(0);
  }

  /** The same secret with its data key wrapped by the active key; the content stays as it is. */
  async rewrap(sealed: SealedSecret, binding: SealBinding): Promise<SealedSecret> {
    const dataKey = await this.#keys.unwrap(sealed, wrapAad(binding));
    try {
      return { ...sealed, ...(await this.#keys.wrap(dataKey, wrapAad(binding))) };
    } finally {
      dataKey.fill(0);
    }
  }
}

/** Of equal length for all secrets, as a comparison in constant time needs; it is never kept. */
function digestOf(secret: Secret): Buffer {
  return createHash('sha256').update(secret.reveal(), 'utf8').digest();
}

function contentAad(binding: SealBinding): Uint8Array {
  const { organizationId, revision, credentialId } = binding;
  return canonicalBytes(['sealed-content', version, organizationId, revision, field, credentialId]);
}

function wrapAad({ organizationId, revision, credentialId }: SealBinding): AssociatedData {
  return (keyName) =>
    canonicalBytes(['sealed-data-key', version, organizationId, revision, field, credentialId, keyName]);
}

function decryptOrRefuse(key: Uint8Array, ciphertext: Ciphertext, associated: Uint8Array): Buffer {
  try {
    return decrypt(key, ciphertext, associated);
  } catch (cause) {
    throw new CatalogueError('CREDENTIAL_UNREADABLE', undefined, { cause });
  }
}
