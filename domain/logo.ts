import type { FieldFault } from './errors';

/** What a logo turned out to be, told from its bytes alone. */
export interface LogoFacts {
  readonly contentType: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

export type LogoFaultCode = 'EMPTY' | 'TOO_LARGE' | 'NOT_PNG_OR_JPEG' | 'BROKEN' | 'TOO_WIDE_OR_HIGH' | 'TOO_SMALL';

export type LogoInspection = { readonly logo: LogoFacts } | { readonly fault: LogoFaultCode };

/** Every mail carries the logo, so it has to be light. */
export const logoSizeLimit = 200_000;
export const logoPixels = { least: 16, most: 2_000 } as const;

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const pngHeaderChunk = [0x49, 0x48, 0x44, 0x52];
const jpegStart = [0xff, 0xd8, 0xff];

/** JPEG segments that tell the picture's size: start of frame, without the Huffman and arithmetic table segments. */
const framesOfJpeg = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/** Looks at what a logo is, whatever it is called. Only PNG and JPEG are safe and shown by every mail program. */
export function inspectLogo(bytes: Uint8Array): LogoInspection {
  if (bytes.length === 0) return { fault: 'EMPTY' };
  if (bytes.length > logoSizeLimit) return { fault: 'TOO_LARGE' };
  const isPng = matches(bytes, 0, pngSignature);
  if (!isPng && !matches(bytes, 0, jpegStart)) return { fault: 'NOT_PNG_OR_JPEG' };
  const size = isPng ? pngSize(bytes) : jpegSize(bytes);
  if (size === undefined) return { fault: 'BROKEN' };
  if (Math.max(size.width, size.height) > logoPixels.most) return { fault: 'TOO_WIDE_OR_HIGH' };
  if (Math.min(size.width, size.height) < logoPixels.least) return { fault: 'TOO_SMALL' };
  return { logo: { contentType: isPng ? 'image/png' : 'image/jpeg', ...size } };
}

/** The faults of a logo that is said to be of this type; empty when it may be used. */
export function logoFaults(contentType: string, bytes: Uint8Array): FieldFault[] {
  const inspection = inspectLogo(bytes);
  if ('fault' in inspection) return [{ pointer: '/bytes', code: inspection.fault }];
  return inspection.logo.contentType === contentType ? [] : [{ pointer: '/contentType', code: 'TYPE_MISMATCH' }];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A PNG begins with its header chunk: length 13, `IHDR`, width, height. */
function pngSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 33 || !matches(bytes, 12, pngHeaderChunk)) return undefined;
  const view = viewOf(bytes);
  return view.getUint32(8) === 13 ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined;
}

/** A JPEG is a chain of segments; the first start of frame holds height and width. */
function jpegSize(bytes: Uint8Array): Size | undefined {
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 <= bytes.length) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (framesOfJpeg.has(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (marker === 0xda || marker === 0xd9) return undefined;
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function matches(bytes: Uint8Array, from: number, expected: readonly number[]): boolean {
  return expected.every((value, index) => bytes[from + index] === value);
}
