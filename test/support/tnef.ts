/** Builds what Outlook packs (MS-OXTNEF), so far as the reader reads it. */

export interface PackedProperty {
  readonly tag: number;
  readonly type: number;
  readonly value: Buffer;
}

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};

export const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

const zeroed = (text: string, encoding: 'latin1' | 'utf16le' = 'latin1'): Buffer => Buffer.from(`${text}\0`, encoding);

export const unicodeProperty = (tag: number, text: string): PackedProperty => ({
  tag,
  type: 0x1f,
  value: zeroed(text, 'utf16le'),
});

export const binaryProperty = (tag: number, value: Buffer): PackedProperty => ({ tag, type: 0x102, value });

/** An enclosed message: an interface identifier, then a stream of its own. */
export const objectProperty = (tag: number, stream: Buffer): PackedProperty => ({
  tag,
  type: 0x0d,
  value: Buffer.concat([Buffer.alloc(16, 7), stream]),
});

export function propertyList(...properties: readonly PackedProperty[]): Buffer {
  const written = properties.flatMap(({ tag, type, value }) => [
    u16(type),
    u16(tag),
    u32(1),
    u32(value.length),
    value,
    Buffer.alloc((4 - (value.length % 4)) % 4),
  ]);
  return Buffer.concat([u32(properties.length), ...written]);
}

function attribute(level: 1 | 2, id: number, data: Buffer): Buffer {
  const sum = data.reduce((total, byte) => (total + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.from([level]), u32(id), u32(data.length), data, u16(sum)]);
}

export const attributes = {
  messageClass: (name: string) => attribute(1, 0x0007_8008, zeroed(name)),
  subject: (text: string) => attribute(1, 0x0001_8004, zeroed(text)),
  body: (text: string) => attribute(1, 0x0002_800c, zeroed(text)),
  codePage: (page: number) => attribute(1, 0x0006_9007, Buffer.concat([u32(page), u32(0)])),
  properties: (...properties: readonly PackedProperty[]) => attribute(1, 0x0006_9003, propertyList(...properties)),
  recipients: (...rows: readonly (readonly PackedProperty[])[]) =>
    attribute(1, 0x0006_9004, Buffer.concat([u32(rows.length), ...rows.map((row) => propertyList(...row))])),
  attached: (name: string, data: Buffer) =>
    Buffer.concat([
      attribute(2, 0x0006_9002, Buffer.alloc(14)),
      attribute(2, 0x0006_800f, data),
      attribute(2, 0x0001_8010, zeroed(name)),
    ]),
  /** As newer versions write it: name and content are properties. */
  attachedByProperties: (name: string, data: Buffer) =>
    Buffer.concat([
      attribute(2, 0x0006_9002, Buffer.alloc(14)),
      attribute(2, 0x0006_9005, propertyList(unicodeProperty(0x3707, name), binaryProperty(0x3701, data))),
    ]),
  attachedMessage: (stream: Buffer) =>
    Buffer.concat([
      attribute(2, 0x0006_9002, Buffer.alloc(14)),
      attribute(2, 0x0006_9005, propertyList(objectProperty(0x3701, stream))),
    ]),
};

export const packed = (...parts: readonly Buffer[]): Buffer => Buffer.concat([u32(0x223e_9f78), u16(1), ...parts]);

/** `{\rtf1\ansi\ansicpg1252\pard hello world}`, compressed: the example of MS-OXRTFCP section 4.1.1. */
export const compressedHello = Buffer.from(
  '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
  'hex',
);
