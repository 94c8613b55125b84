import { z } from 'zod';

import type { AssociatedData, KeyEncryption, WrappedKey } from '../../activities/ports/key-encryption';
import { CatalogueError } from '../../domain/errors';
import type { VaultClient } from './vault-client';
import { VaultRefusal, keysUnavailable } from './vault-refusal';

export interface TransitKeysOptions {
  readonly client: Pick<VaultClient, 'request'>;
  /** Where the transit engine is mounted. */
  readonly mount: string;
  /** The key that wraps; it must exist. */
  readonly key: string;
}

/** The beginning of the ids of keys that Vault holds: `vault:<key>:<version>`. */
export const vaultKeyPrefix = 'vault:';

const encrypted = z.object({ ciphertext: z.string().regex(/^vault:v\d+:./) });
const decrypted = z.object({ plaintext: z.base64() });
const described = z.object({ latest_version: z.number(), supports_encryption: z.literal(true) });
const nothing = Buffer.alloc(0);

/** Key-encryption keys in the transit engine of HashiCorp Vault or OpenBao; they never leave it. */
export class TransitKeys implements KeyEncryption {
  readonly #options: TransitKeysOptions;

  constructor(options: TransitKeysOptions) {
    this.#options = options;
  }

  async activeKeyId(): Promise<string> {
    const { key } = this.#options;
    const found = described.parse(await this.#asking('GET', `keys/${encodeURIComponent(key)}`));
    return keyIdOf(key, found.latest_version);
  }

  async wrap(dataKey: Uint8Array, associated: AssociatedData): Promise<WrappedKey> {
    const { key } = this.#options;
    const body = { plaintext: base64(dataKey), associated_data: base64(associated(vaultKeyPrefix + key)) };
    const { ciphertext } = encrypted.parse(await this.#asking('POST', `encrypt/${encodeURIComponent(key)}`, body));
    const version = Number(/^vault:v(\d+):/.exec(ciphertext)?.[1]);
    return { keyId: keyIdOf(key, version), wrappedKey: { iv: nothing, tag: nothing, data: Buffer.from(ciphertext) } };
  }

  async unwrap({ keyId, wrappedKey }: WrappedKey, associated: AssociatedData): Promise<Buffer> {
    const name = keyId.slice(vaultKeyPrefix.length, keyId.lastIndexOf(':'));
    const ciphertext = Buffer.from(wrappedKey.data).toString('utf8');
    const body = { ciphertext, associated_data: base64(associated(vaultKeyPrefix + name)) };
    try {
      const path = `decrypt/${encodeURIComponent(name)}`;
      return Buffer.from(decrypted.parse(await this.#request('POST', path, body)).plaintext, 'base64');
    } catch (error) {
      // The key, the version or the binding is not the one that wrapped it.
      const isRefused = error instanceof VaultRefusal && [400, 404].includes(error.status);
      throw isRefused
        ? new CatalogueError('CREDENTIAL_UNREADABLE', undefined, { cause: error })
        : keysUnavailable(error);
    }
  }

  isConfigured(keyId: string): boolean {
    return keyId.startsWith(vaultKeyPrefix);
  }

  namedKeyIds(): readonly string[] {
    return [];
  }

  async ping(): Promise<void> {
    await this.activeKeyId();
  }

  async #asking(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    try {
      return await this.#request(method, path, body);
    } catch (error) {
      throw keysUnavailable(error);
    }
  }

  async #request(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    return this.#options.client.request(method, `${this.#options.mount}/${path}`, body);
  }
}

function keyIdOf(key: string, version: number): string {
  return `${vaultKeyPrefix}${key}:${version}`;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
