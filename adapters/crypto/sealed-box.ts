import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

import { CatalogueError } from '../../domain/errors';
import { Secret } from '../../domain/secret';
import { canonicalBytes, decrypt, encrypt, type Ciphertext } from './aes-gcm';
import type { KeyRing, NamedKey } from './key-ring';

/** What a sealed secret belongs to. It opens for exactly this binding and no other. */
export interface SealBinding {
  readonly organizationId: string;
  readonly revision: number;
  readonly credentialId: string;
}

/** A secret as it is stored: its ciphertext under a data key of its own, and that data key wrapped. */
export interface SealedSecret {
  readonly version: 1;
  readonly algorithm: 'A256GCM';
  readonly content: Ciphertext;
  /** Id of the key-encryption key. */
  readonly keyId: string;
  readonly wrappedKey: Ciphertext;
}

const version = 1;
const algorithm = 'A256GCM';
const field = 'smtp-password';
const dataKeyBytes = 32;

/**
 * Envelope encryption of stored secrets. Each secret has its own random data key, which is wrapped by a key-encryption
 * key of the ring. The content is bound to organization, revision, field and credential; the wrapping is bound to these
 * and the wrapping key's id, so that keys can be exchanged without touching the content.
 */
export class SealedBox {
  readonly #keys: KeyRing;

  constructor(keys: KeyRing) {
    this.#keys = keys;
  }

  seal(secret: Secret, binding: SealBinding): SealedSecret {
    const dataKey = randomBytes(dataKeyBytes);
    const plain = Buffer.from(secret.reveal(), 'utf8');
    try {
      const content = encrypt(dataKey, plain, contentAad(binding));
      return { version, algorithm, content, ...this.#wrap(dataKey, binding) };
    } finally {
      dataKey.fill(0);
      plain.fill(0);
    }
  }

  /** Throws CREDENTIAL_UNREADABLE when a key is missing, the binding differs or a single bit has changed. */
  open(sealed: SealedSecret, binding: SealBinding): Secret {
    const dataKey = this.#unwrap(sealed, binding);
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
  holds(sealed: SealedSecret, binding: SealBinding, secret: Secret): boolean {
    return timingSafeEqual(digestOf(this.open(sealed, binding)), digestOf(secret));
  }

  /** The same secret with its data key wrapped by the ring's first key; the content stays as it is. */
  rewrap(sealed: SealedSecret, binding: SealBinding): SealedSecret {
    const dataKey = this.#unwrap(sealed, binding);
    try {
      return { ...sealed, ...this.#wrap(dataKey, binding) };
    } finally {
      dataKey.fill(0);
    }
  }

  #wrap(dataKey: Uint8Array, binding: SealBinding): Pick<SealedSecret, 'keyId' | 'wrappedKey'> {
    const { id, key } = this.#keys.active;
    return { keyId: id, wrappedKey: encrypt(key, dataKey, wrapAad(binding, id)) };
  }

  #unwrap(sealed: SealedSecret, binding: SealBinding): Buffer {
    const key = this.#keyOf(sealed);
    return decryptOrRefuse(key.key, sealed.wrappedKey, wrapAad(binding, key.id));
  }

  #keyOf(sealed: SealedSecret): NamedKey {
    const key = this.#keys.find(sealed.keyId);
    if (key === undefined) {
      throw new CatalogueError('CREDENTIAL_UNREADABLE', 'The key that wraps this credential is not configured');
    }
    return key;
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

function wrapAad(binding: SealBinding, keyId: string): Uint8Array {
  const { organizationId, revision, credentialId } = binding;
  return canonicalBytes(['sealed-data-key', version, organizationId, revision, field, credentialId, keyId]);
}

function decryptOrRefuse(key: Uint8Array, ciphertext: Ciphertext, associated: Uint8Array): Buffer {
  try {
    return decrypt(key, ciphertext, associated);
  } catch (cause) {
    throw new CatalogueError('CREDENTIAL_UNREADABLE', undefined, { cause });
  }
}
