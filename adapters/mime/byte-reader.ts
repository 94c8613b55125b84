import type { Buffer } from 'node:buffer';

/** Reads little-endian values one behind the other; beyond the end everything is zero or empty, and nothing throws. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get hasMore(): boolean {
    return this.#at < this.#bytes.length;
  }

  uint8(): number {
    return this.take(1)[0] ?? 0;
  }

  uint16(): number {
    const two = this.take(2);
    return two.length < 2 ? 0 : two.readUInt16LE();
  }

  uint32(): number {
    const four = this.take(4);
    return four.length < 4 ? 0 : four.readUInt32LE();
  }

  /** A view of the next bytes, shorter where there are not so many. */
  take(length: number): Buffer {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }
}
