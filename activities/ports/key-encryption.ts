/** A data key under a key-encryption key. What a key service gives stands in `data` alone; `iv` and `tag` are empty then. */
export interface WrappedKey {
  /** Names the key-encryption key, its version included; what is wrapped by another one can be told by it. */
  readonly keyId: string;
  readonly wrappedKey: { readonly iv: Uint8Array; readonly tag: Uint8Array; readonly data: Uint8Array };
}

/** What a wrapped key is bound to, as bytes; `keyName` names the key-encryption key without its version. */
export type AssociatedData = (keyName: string) => Uint8Array;

/**
 * The key management service: wraps the data keys of stored secrets, and hands out no key of its own. Everything throws
 * KEYS_UNAVAILABLE where the service does not answer, or does not let us.
 */
export interface KeyEncryption {
  /** The id of the key that wraps from now on. */
  activeKeyId(): Promise<string>;
  wrap(dataKey: Uint8Array, associated: AssociatedData): Promise<WrappedKey>;
  /** Throws CREDENTIAL_UNREADABLE when the key is gone, what it is bound to differs, or a single bit has changed. */
  unwrap(wrapped: WrappedKey, associated: AssociatedData): Promise<Buffer>;
  /** Whether the configuration has a key of this id; asks nobody. */
  isConfigured(keyId: string): boolean;
  /** The ids that the configuration itself names; a key service names its own by `activeKeyId`. */
  namedKeyIds(): readonly string[];
  /** Resolves when keys could be wrapped and unwrapped now. */
  ping(): Promise<void>;
}
