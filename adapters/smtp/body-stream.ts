import { Readable } from 'node:stream';

const chunkBytes = 64 * 1024;

/**
 * The bytes of a mail as a stream that is read only after the server's go-ahead to DATA. `onEnd` is called before the end of
 * the stream can be seen, so before the final dot can be written: until then the mail has certainly not been handed over.
 */
export function bodyStream(bytes: Uint8Array, onEnd: () => void): Readable {
  let offset = 0;
  return new Readable({
    read() {
      if (offset >= bytes.byteLength) {
        onEnd();
        this.push(null);
        return;
      }
      const end = Math.min(offset + chunkBytes, bytes.byteLength);
      this.push(Buffer.from(bytes.buffer, bytes.byteOffset + offset, end - offset));
      offset = end;
    },
  });
}

/** Whether a mail needs 8BITMIME (RFC 6152). */
export function hasHighBytes(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 0x7f);
}
