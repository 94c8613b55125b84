import { Buffer } from 'node:buffer';
import { ByteReader } from './byte-reader';
import { decodeCharset } from './charset';
import { rtfText } from './compressed-rtf';
import { mapiTags, objectValue, readMapiProperties, unicodeText, type MapiProperties } from './mapi-properties';

/** What Outlook packed into a `winmail.dat` (MS-OXTNEF), as far as a report can stand in it. Absent texts are empty. */
export interface TnefContent {
  /** For instance `IPM.Note` or `REPORT.IPM.Note.NDR`. */
  readonly messageClass: string;
  readonly subject: string;
  /** The header fields that the message came with. */
  readonly headers: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly TnefAttachment[];
}

export interface TnefAttachment {
  readonly name: string;
  readonly bytes: Buffer;
  /** The bytes are a message of this format again. */
  readonly isMessage: boolean;
}

interface Draft {
  codePage: string;
  messageClass: string;
  subject: string;
  plain: string;
  properties: MapiProperties;
  recipients: string;
  readonly attachments: { name: string; bytes: Buffer; isMessage: boolean }[];
}

const signature = 0x223e9f78;
const attributes = {
  subject: 0x8004,
  messageClass: 0x8008,
  body: 0x800c,
  attachmentData: 0x800f,
  attachmentName: 0x8010,
  attachmentStart: 0x9002,
  properties: 0x9003,
  recipientTable: 0x9004,
  attachmentProperties: 0x9005,
  codePage: 0x9007,
} as const;
const mostAttributes = 2_000;
const mostRecipients = 200;
const mostAttachments = 50;
const interfaceLength = 16;

/**
 * Reads a TNEF stream. Null where it is none. Views of the same bytes, nothing is unpacked but the text of a compressed
 * RTF body, up to `maxText` characters; linear in the length, and it never throws.
 */
export function readTnef(bytes: Buffer, maxText: number): TnefContent | null {
  const reader = new ByteReader(bytes);
  if (reader.uint32() !== signature) return null;
  reader.uint16();
  const draft: Draft = {
    codePage: '1252',
    messageClass: '',
    subject: '',
    plain: '',
    properties: new Map(),
    recipients: '',
    attachments: [],
  };
  for (let count = 0; count < mostAttributes && reader.hasMore; count += 1) {
    reader.uint8();
    const id = reader.uint32() & 0xffff;
    const data = reader.take(reader.uint32());
    reader.uint16();
    take(draft, id, data);
  }
  return contentOf(draft, maxText);
}

function take(draft: Draft, id: number, data: Buffer): void {
  switch (id) {
    case attributes.codePage:
      draft.codePage = String(new ByteReader(data).uint32());
      return;
    case attributes.messageClass:
      draft.messageClass = textOf(draft, data);
      return;
    case attributes.subject:
      draft.subject = textOf(draft, data);
      return;
    case attributes.body:
      draft.plain = textOf(draft, data);
      return;
    case attributes.properties:
      draft.properties = readMapiProperties(new ByteReader(data));
      return;
    case attributes.recipientTable:
      draft.recipients = recipientsOf(draft, data);
      return;
    default:
      takeAttachment(draft, id, data);
  }
}

function takeAttachment(draft: Draft, id: number, value: Buffer): void {
  if (id === attributes.attachmentStart && draft.attachments.length < mostAttachments)
    draft.attachments.push({ name: '', bytes: Buffer.alloc(0), isMessage: false });
  const last = draft.attachments.at(-1);
  if (last === undefined) return;
  if (id === attributes.attachmentName) last.name = textOf(draft, value);
  if (id === attributes.attachmentData) last.bytes = value;
  if (id !== attributes.attachmentProperties) return;
  const properties = readMapiProperties(new ByteReader(value));
  last.name = propertyText(draft, properties, mapiTags.attachmentName) || last.name;
  const data = properties.get(mapiTags.attachmentData);
  if (data === undefined) return;
  last.isMessage = data.type === objectValue;
  last.bytes = last.isMessage ? data.bytes.subarray(interfaceLength) : data.bytes;
}

/** Where a report says what happened to whom: it has no other text until Outlook shows it. */
function recipientsOf(draft: Draft, data: Buffer): string {
  const reader = new ByteReader(data);
  const rows: string[] = [];
  const count = Math.min(reader.uint32(), mostRecipients);
  for (let row = 0; row < count && reader.hasMore; row += 1) {
    const properties = readMapiProperties(reader);
    const said = [mapiTags.reportText, mapiTags.supplementaryInfo].map((tag) => propertyText(draft, properties, tag));
    const address =
      propertyText(draft, properties, mapiTags.smtpAddress) || propertyText(draft, properties, mapiTags.emailAddress);
    if (said.some((text) => text !== '')) rows.push(`${address}:\n${said.join('\n')}\n`);
  }
  return rows.join('\n');
}

function contentOf(draft: Draft, maxText: number): TnefContent {
  const { messageClass, properties, attachments } = draft;
  const stated = draft.plain || propertyText(draft, properties, mapiTags.body);
  const html = propertyText(draft, properties, mapiTags.html);
  const rtf = properties.get(mapiTags.compressedRtf);
  const body = stated === '' && html === '' && rtf !== undefined ? rtfText(rtf.bytes, maxText) : stated;
  return {
    messageClass,
    subject: draft.subject,
    headers: propertyText(draft, properties, mapiTags.transportHeaders),
    text: [body, draft.recipients].filter((text) => text !== '').join('\n\n'),
    html,
    attachments,
  };
}

function propertyText(draft: Draft, properties: MapiProperties, tag: number): string {
  const value = properties.get(tag);
  if (value === undefined) return '';
  return value.type === unicodeText ? withoutEnd(decodeCharset(value.bytes, 'utf-16le')) : textOf(draft, value.bytes);
}

function textOf({ codePage }: Draft, bytes: Buffer): string {
  return withoutEnd(decodeCharset(bytes, codePage === '65001' ? 'utf-8' : `windows-${codePage}`));
}

/** Texts end with a zero. */
function withoutEnd(text: string): string {
  const end = text.indexOf('\0');
  return (end < 0 ? text : text.slice(0, end)).replaceAll('\r\n', '\n');
}
