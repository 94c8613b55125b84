import { isAscii } from 'node:buffer';
import { Readable } from 'node:stream';

import type { OutgoingMail } from '../../activities/ports/mail-transport';
import { base64LinesLength } from '../../domain/base64-lines';
import { base64Lines } from './base64-stream';

const chunkBytes = 64 * 1024;

type Body = Pick<OutgoingMail, 'bytes' | 'attachments' | 'mayBegin'>;

/** The bytes of a mail that can be written in one go after the server's go-ahead; null where they are many or come by and by. */
export function wholeBody({ bytes, attachments = [], mayBegin }: Body): Buffer | null {
  const isWhole = attachments.length === 0 && mayBegin === undefined && bytes.byteLength <= chunkBytes;
  return isWhole ? part(bytes, 0, bytes.byteLength) : null;
}

/**
 * The bytes of a mail as a stream that is read only after the server's go-ahead to DATA. `onEnd` is called before the end of
 * the stream can be seen, so before the final dot can be written: until then the mail has certainly not been handed over.
 * Stored attachments are read as the server takes them; trouble with one, and a mail that may not begin, is an error of the
 * stream.
 */
export function bodyStream({ bytes, attachments = [], mayBegin }: Body, onEnd: () => void): Readable {
  if (attachments.length > 0 || mayBegin !== undefined) {
    const body = wholeMail({ bytes, attachments, mayBegin: mayBegin ?? always }, onEnd);
    return Readable.from(body, { objectMode: false });
  }
  let offset = 0;
  return new Readable({
    read() {
      if (offset >= bytes.byteLength) {
        onEnd();
        this.push(null);
        return;
      }
      const end = Math.min(offset + chunkBytes, bytes.byteLength);
      this.push(part(bytes, offset, end));
      offset = end;
    },
  });
}

/** How many bytes a mail has with its attachments in their places. */
export function bodySize({ bytes, attachments = [] }: Body): number {
  return attachments.reduce((length, { size }) => length + base64LinesLength(size), bytes.byteLength);
}

/** Whether a mail needs 8BITMIME (RFC 6152). */
export function hasHighBytes(bytes: Uint8Array): boolean {
  return !isAscii(bytes);
}

function always(): Promise<boolean> {
  return Promise.resolve(true);
}

async function* wholeMail({ bytes, attachments, mayBegin }: Required<Body>, onEnd: () => void): AsyncGenerator<Buffer> {
  if (!(await mayBegin())) throw new Error('The mail may not leave any more');
  let from = 0;
  for (const attachment of attachments) {
    yield part(bytes, from, attachment.at);
    yield* base64Lines(attachment.content(), attachment.size);
    from = attachment.at;
  }
  yield part(bytes, from, bytes.byteLength);
  onEnd();
}

function part(bytes: Uint8Array, from: number, to: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from);
}
