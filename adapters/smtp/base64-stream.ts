import { bytesPerLine } from '../../domain/base64-lines';
import { CatalogueError } from '../../domain/errors';

const anyLine = /.{1,76}/g;

/**
 * Bytes as lines of base64 with CRLF between them, while they come. Throws INTERNAL when they are not as many as they should
 * be: nobody gets a part of a file for the whole.
 */
export async function* base64Lines(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let carried: Uint8Array = Buffer.alloc(0);
  let read = 0;
  let isFirst = true;
  for await (const piece of content) {
    read += piece.length;
    const bytes =
      carried.length === 0
        ? Buffer.from(piece.buffer, piece.byteOffset, piece.length)
        : Buffer.concat([carried, piece]);
    const whole = bytes.length - (bytes.length % bytesPerLine);
    carried = bytes.subarray(whole);
    if (whole === 0) continue;
    yield linesOf(bytes.subarray(0, whole), isFirst);
    isFirst = false;
  }
  if (read !== size) throw new CatalogueError('INTERNAL', 'A stored attachment is not whole');
  if (carried.length > 0) yield linesOf(Buffer.from(carried), isFirst);
}

function linesOf(bytes: Buffer, isFirst: boolean): Buffer {
  const lines = bytes.toString('base64').match(anyLine) ?? [];
  return Buffer.from(`${isFirst ? '' : '\r\n'}${lines.join('\r\n')}`, 'latin1');
}
