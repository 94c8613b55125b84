import type { AssociatedData, KeyEncryption, WrappedKey } from '../../activities/ports/key-encryption';
import { CatalogueError } from '../../domain/errors';

/** One kind of key, with the beginning of the ids that its keys have; an empty one takes every id that no other does. */
export interface KeyKind {
  readonly prefix: string;
  readonly keys: KeyEncryption;
}

/** Several kinds of keys: the first wraps, each unwraps what is its own, so that one kind can be exchanged for another. */
export class KeyChain implements KeyEncryption {
  readonly #first: KeyEncryption;
  readonly #kinds: readonly KeyKind[];

  constructor(first: KeyKind, ...others: readonly KeyKind[]) {
    this.#first = first.keys;
    this.#kinds = [first, ...others];
  }

  async activeKeyId(): Promise<string> {
    return this.#first.activeKeyId();
  }

  async wrap(dataKey: Uint8Array, associated: AssociatedData): Promise<WrappedKey> {
    return this.#first.wrap(dataKey, associated);
  }

  async unwrap(wrapped: WrappedKey, associated: AssociatedData): Promise<Buffer> {
    const kind = this.#kindOf(wrapped.keyId);
    if (!kind)
      throw new CatalogueError('CREDENTIAL_UNREADABLE', 'The key that wraps this credential is not configured');
    return kind.keys.unwrap(wrapped, associated);
  }

  isConfigured(keyId: string): boolean {
    return this.#kindOf(keyId)?.keys.isConfigured(keyId) ?? false;
  }

  namedKeyIds(): readonly string[] {
    return this.#kinds.flatMap(({ keys }) => keys.namedKeyIds());
  }

  async ping(): Promise<void> {
    await Promise.all(this.#kinds.map(async ({ keys }) => keys.ping()));
  }

  #kindOf(keyId: string): KeyKind | undefined {
    const named = this.#kinds.find(({ prefix }) => prefix !== '' && keyId.startsWith(prefix));
    return named ?? this.#kinds.find(({ prefix }) => prefix === '');
  }
}
