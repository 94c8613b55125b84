import type { Payload, PayloadCodec } from '@temporalio/common';

import type { PayloadDesk, ReadablePayload } from '../../activities/ports/payload-desk';
import { CatalogueError } from '../../domain/errors';
import { PayloadUnreadableError } from './payload-codec';

/** The codec of clients and workers, for people: the very same keys, the very same rules. */
export class CodecPayloadDesk implements PayloadDesk {
  readonly #codec: PayloadCodec;

  constructor(codec: PayloadCodec) {
    this.#codec = codec;
  }

  async encode(payloads: readonly ReadablePayload[]): Promise<readonly ReadablePayload[]> {
    return (await this.#codec.encode([...payloads])).map(readable);
  }

  async decode(payloads: readonly ReadablePayload[]): Promise<readonly ReadablePayload[]> {
    const opened = payloads.map(async (payload, index) => await this.#open(payload, index));
    return (await Promise.all(opened)).flat().map(readable);
  }

  async #open(payload: ReadablePayload, index: number): Promise<Payload[]> {
    try {
      return await this.#codec.decode([payload]);
    } catch (cause) {
      if (!(cause instanceof PayloadUnreadableError)) throw cause;
      const faults = [{ pointer: `/payloads/${index}`, code: 'UNREADABLE' }];
      throw new CatalogueError('INVALID_REQUEST', cause.message, { faults, cause });
    }
  }
}

function readable({ metadata, data }: Payload): ReadablePayload {
  return { metadata: metadata ?? {}, data: data ?? new Uint8Array() };
}
