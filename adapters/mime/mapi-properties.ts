import type { Buffer } from 'node:buffer';
import type { ByteReader } from './byte-reader';

/** Property tags (MS-OXPROPS) of what we read. */
export const mapiTags = {
  reportText: 0x1001,
  supplementaryInfo: 0x0c1b,
  transportHeaders: 0x007d,
  body: 0x1000,
  compressedRtf: 0x1009,
  html: 0x1013,
  emailAddress: 0x3003,
  attachmentData: 0x3701,
  attachmentName: 0x3707,
  smtpAddress: 0x39fe,
} as const;

export interface MapiValue {
  readonly type: number;
  readonly bytes: Buffer;
}

/** The first value of each property by its tag; named properties (0x8000 and above) are passed over. */
export type MapiProperties = ReadonlyMap<number, MapiValue>;

const text8 = 0x1e;
export const unicodeText = 0x1f;
const binary = 0x102;
export const objectValue = 0x0d;
const manyValues = 0x1000;
const firstNamed = 0x8000;
const namedByText = 1;
const identifierLength = 16;
const mostProperties = 1_000;
const longTypes = new Set([0x05, 0x06, 0x07, 0x14, 0x40]);
const identifierType = 0x48;
const variableTypes = new Set([text8, unicodeText, binary, objectValue]);

/** Reads one property list (MS-OXTNEF section 2.1.3.4), up to a cap. What is cut off or unknown ends it; never throws. */
export function readMapiProperties(reader: ByteReader): MapiProperties {
  const found = new Map<number, MapiValue>();
  const count = Math.min(reader.uint32(), mostProperties);
  for (let index = 0; index < count && reader.hasMore; index += 1) {
    const kind = reader.uint16();
    const tag = reader.uint16();
    if (tag >= firstNamed) skipName(reader);
    const type = kind & ~manyValues;
    const isVariable = variableTypes.has(type);
    const values = isVariable || kind !== type ? Math.min(reader.uint32(), mostProperties) : 1;
    for (let value = 0; value < values && reader.hasMore; value += 1) {
      const bytes = isVariable ? padded(reader, reader.uint32()) : reader.take(fixedLength(type));
      if (tag < firstNamed && !found.has(tag)) found.set(tag, { type, bytes });
    }
  }
  return found;
}

function skipName(reader: ByteReader): void {
  reader.take(identifierLength);
  if (reader.uint32() === namedByText) padded(reader, reader.uint32());
  else reader.take(4);
}

function padded(reader: ByteReader, length: number): Buffer {
  const bytes = reader.take(length);
  reader.take((4 - (length % 4)) % 4);
  return bytes;
}

function fixedLength(type: number): number {
  if (type === identifierType) return identifierLength;
  return longTypes.has(type) ? 8 : 4;
}
