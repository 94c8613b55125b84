/** Caps that keep one hostile mail from costing more than one ordinary large mail. */
export interface MimeLimits {
  /** Bytes of the raw mail that are looked at; the rest is cut off. */
  readonly rawBytes: number;
  readonly parts: number;
  readonly depth: number;
  /** Bytes of all decoded bodies together. */
  readonly decodedBytes: number;
  /** Characters of one decoded body. */
  readonly partCharacters: number;
  readonly headerFields: number;
  readonly headerCharacters: number;
}

export const defaultMimeLimits: MimeLimits = {
  rawBytes: 4 * 1024 * 1024,
  parts: 200,
  depth: 16,
  decodedBytes: 2 * 1024 * 1024,
  partCharacters: 256 * 1024,
  headerFields: 500,
  headerCharacters: 64 * 1024,
};
