import { crc32, deflateSync } from 'node:zlib';

const width = 160;
const height = 48;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const background = [0x1f, 0x5f, 0x8b];
const stroke = [0xff, 0xff, 0xff];

/** A small PNG that plays the customer's logo: a white stroke on blue. */
export function demoLogo(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => row(y)));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function row(y: number): Buffer {
  const pixels = Array.from({ length: width }, (_, x) => (isStroke(x, y) ? stroke : background));
  return Buffer.from([0, ...pixels.flat()]);
}

/** A wave, thick enough to be seen. */
function isStroke(x: number, y: number): boolean {
  const middle = height / 2 + Math.sin(x / 12) * 12;
  return Math.abs(y - middle) < 4 && x > 12 && x < width - 12;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
