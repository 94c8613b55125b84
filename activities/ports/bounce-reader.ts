import type { BounceReading } from '../../domain/bounces/bounce-reading';
import type { HeaderField } from '../../domain/bounces/decoded-mail';

/** A mail that came in, read: what it says about recipients of ours, and its own header fields. */
export interface ReadMail {
  readonly reading: BounceReading;
  readonly headers: readonly HeaderField[];
}

/** Reads raw mail. Bounded in time and memory whatever the bytes are, and it never throws. */
export interface BounceReader {
  read(raw: Uint8Array): ReadMail;
}
