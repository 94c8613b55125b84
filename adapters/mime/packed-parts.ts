import type { Buffer } from 'node:buffer';
import type { HeaderField, MailPart } from '../../domain/bounces/decoded-mail';
import { decodeUnlabelled } from './charset';
import type { TnefAttachment, TnefContent } from './tnef';

/** What the MIME reader does for the parts of a packed message, within its caps; null where a cap is reached. */
export interface PackedReader {
  text(text: string): string | null;
  headers(source: string): readonly HeaderField[];
  mail(bytes: Buffer): MailPart | null;
  packed(bytes: Buffer): MailPart | null;
}

const mailName = /\.eml$/i;
const textName = /^[^.]*$|\.(?:txt|dat)$/i;

/** The texts and attachments of a packed message as parts of the mail that it is; what is neither text nor mail is left out. */
export function packedParts(content: TnefContent, reader: PackedReader): MailPart[] {
  return [
    textPart('text/plain', content.text, reader),
    textPart('text/html', content.html, reader),
    ...content.attachments.map((attachment) => attachedPart(attachment, reader)),
  ].filter((part) => part !== null);
}

/** A packed message within another one, as the enclosed mail that it was. */
export function packedMail(content: TnefContent, reader: PackedReader): MailPart {
  const headers =
    content.headers === '' ? [{ name: 'Subject', value: content.subject }] : reader.headers(content.headers);
  const type = content.messageClass.toUpperCase().startsWith('REPORT.') ? 'multipart/report' : 'multipart/mixed';
  return { headers, type, text: '', children: packedParts(content, reader) };
}

function textPart(type: string, text: string, reader: PackedReader): MailPart | null {
  const kept = text.trim() === '' ? null : reader.text(text);
  return kept === null ? null : { headers: [], type, text: kept, children: [] };
}

function attachedPart({ name, bytes, isMessage }: TnefAttachment, reader: PackedReader): MailPart | null {
  if (isMessage) return enclosing(reader.packed(bytes));
  if (mailName.test(name)) return enclosing(reader.mail(bytes));
  return textName.test(name) ? textPart('text/plain', decodeUnlabelled(bytes), reader) : null;
}

function enclosing(mail: MailPart | null): MailPart | null {
  return mail === null ? null : { headers: [], type: 'message/rfc822', text: '', children: [mail] };
}
