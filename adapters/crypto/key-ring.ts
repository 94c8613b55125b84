/** One AES-256 key with its id; the id travels with what the key encrypts. */
export interface NamedKey {
  readonly id: string;
  readonly key: Uint8Array;
}

const keyBytes = 32;

/** The keys of one purpose: the first encrypts, all of them decrypt, so that keys can be exchanged without an outage. */
export class KeyRing {
  readonly active: NamedKey;
  readonly #keys: ReadonlyMap<string, NamedKey>;

  /** Throws a RangeError for an empty ring, a key of the wrong length or an id that appears twice. */
  constructor(keys: readonly NamedKey[]) {
    const [active] = keys;
    if (active === undefined) throw new RangeError('A key ring needs at least one key');
    if (keys.some(({ key }) => key.length !== keyBytes)) throw new RangeError('Every key must have 32 bytes');
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    if (this.#keys.size !== keys.length) throw new RangeError('Key ids must be unique');
    this.active = active;
  }

  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  find(id: string): NamedKey | undefined {
    return this.#keys.get(id);
  }
}
