import type { AssociatedData, KeyEncryption, WrappedKey } from '../../activities/ports/key-encryption';
import { CatalogueError } from '../../domain/errors';
import { decrypt, encrypt } from './aes-gcm';
import type { KeyRing } from './key-ring';

/** Key-encryption keys that the process itself holds, from its environment. */
export class LocalKeys implements KeyEncryption {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  async activeKeyId(): Promise<string> {
    return this.#ring.active.id;
  }

  async wrap(dataKey: Uint8Array, associated: AssociatedData): Promise<WrappedKey> {
    const { id, key } = this.#ring.active;
    return { keyId: id, wrappedKey: encrypt(key, dataKey, associated(id)) };
  }

  async unwrap({ keyId, wrappedKey }: WrappedKey, associated: AssociatedData): Promise<Buffer> {
    const found = this.#ring.find(keyId);
    if (found === undefined) {
      throw new CatalogueError('CREDENTIAL_UNREADABLE', 'The key that wraps this credential is not configured');
    }
    try {
      return decrypt(found.key, wrappedKey, associated(keyId));
    } catch (cause) {
      throw new CatalogueError('CREDENTIAL_UNREADABLE', undefined, { cause });
    }
  }

  isConfigured(keyId: string): boolean {
    return this.#ring.find(keyId) !== undefined;
  }

  namedKeyIds(): readonly string[] {
    return this.#ring.ids;
  }

  async ping(): Promise<void> {
    // What the process holds is always there.
  }
}
