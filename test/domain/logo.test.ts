import * as fc from 'fast-check';

import { inspectLogo, logoFaults, logoSizeLimit } from '../../domain/logo';

function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(64);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** A JPEG whose frame follows after a JFIF segment, filler bytes and a quantization table. */
function jpeg(width: number, height: number, frame = 0xc0): Buffer {
  const jfif = Buffer.concat([Buffer.from('ffd8ffe00010', 'hex'), Buffer.alloc(14)]);
  const table = Buffer.concat([Buffer.from('ffffffdb0043', 'hex'), Buffer.alloc(65)]);
  const start = Buffer.from([0xff, frame, 0, 17, 8, 0, 0, 0, 0, 3]);
  start.writeUInt16BE(height, 5);
  start.writeUInt16BE(width, 7);
  return Buffer.concat([jfif, table, start]);
}

describe('a logo', () => {
  it.each([
    ['a PNG', png(400, 100), { contentType: 'image/png', width: 400, height: 100 }],
    ['a baseline JPEG', jpeg(300, 90), { contentType: 'image/jpeg', width: 300, height: 90 }],
    ['a progressive JPEG', jpeg(2000, 2000, 0xc2), { contentType: 'image/jpeg', width: 2000, height: 2000 }],
    ['the smallest', png(16, 16), { contentType: 'image/png', width: 16, height: 16 }],
  ])('is read from its bytes: %s', (_name, bytes, logo) => {
    expect(inspectLogo(bytes)).toEqual({ logo });
    expect(logoFaults(logo.contentType, bytes)).toEqual([]);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'EMPTY'],
    ['a heavy picture', Buffer.concat([png(100, 100), Buffer.alloc(logoSizeLimit)]), 'TOO_LARGE'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'NOT_PNG_OR_JPEG'],
    ['a GIF', Buffer.from('GIF89a\x10\0\x10\0'), 'NOT_PNG_OR_JPEG'],
    ['a script', Buffer.from('<script>alert(1)</script>'), 'NOT_PNG_OR_JPEG'],
    ['a PNG that ends in its header', png(100, 100).subarray(0, 20), 'BROKEN'],
    ['a PNG without a header chunk', Buffer.concat([png(9, 9).subarray(0, 12), Buffer.alloc(40)]), 'BROKEN'],
    ['a JPEG that ends before its frame', jpeg(100, 100).subarray(0, 40), 'BROKEN'],
    [
      'a JPEG with something between its segments',
      Buffer.concat([Buffer.from('ffd8ffe00004aaaa00', 'hex'), jpeg(9, 9)]),
      'BROKEN',
    ],
    [
      'a JPEG whose picture starts without a frame',
      Buffer.concat([Buffer.from('ffd8ffda', 'hex'), Buffer.alloc(20)]),
      'BROKEN',
    ],
    ['a wide PNG', png(2001, 100), 'TOO_WIDE_OR_HIGH'],
    ['a high JPEG', jpeg(100, 2001), 'TOO_WIDE_OR_HIGH'],
    ['a decompression bomb', png(4_294_967_295, 4_294_967_295), 'TOO_WIDE_OR_HIGH'],
    ['a tracking pixel', png(1, 1), 'TOO_SMALL'],
    ['a picture without height', png(100, 0), 'TOO_SMALL'],
  ])('is refused: %s', (_name, bytes, code) => {
    expect(inspectLogo(bytes)).toEqual({ fault: code });
    expect(logoFaults('image/png', bytes)).toEqual([{ pointer: '/bytes', code }]);
  });

  it('has to be what it is said to be', () => {
    expect(logoFaults('image/jpeg', png(40, 40))).toEqual([{ pointer: '/contentType', code: 'TYPE_MISMATCH' }]);
  });

  it('never throws and always ends, whatever the bytes', () => {
    const starts = fc.constantFrom([], [0xff, 0xd8, 0xff], [...png(40, 40).subarray(0, 16)]);
    fc.assert(
      fc.property(starts, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const inspection = inspectLogo(Uint8Array.from([...start, ...rest]));
        expect('logo' in inspection || 'fault' in inspection).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
