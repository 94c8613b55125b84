import { readMail } from '../../adapters/mime/read-mail';
import type { BounceReading, BounceRecipient } from '../../domain/bounces/bounce-reading';
import { readBounce } from '../../domain/bounces/read-bounce';

/** Header fields of a mail under construction; later ones with the same name are added, not replaced. */
export type Fields = readonly (readonly [string, string])[];

const reporter: Fields = [
  ['Return-Path', '<>'],
  ['From', 'Mail Delivery System <MAILER-DAEMON@relay.sender.example>'],
  ['To', 'contracts@sender.example'],
  ['Subject', 'Undelivered Mail Returned to Sender'],
  ['Date', 'Mon, 2 Mar 2026 09:00:00 +0100'],
  ['Message-ID', '<report-1@relay.sender.example>'],
];

/** The returned header of the mail that the reports below speak of. */
export const originalHeader = [
  'From: Contracts <contracts@sender.example>',
  'To: anna@recipient.example',
  'Subject: Please sign',
  'Message-ID: <mail-4711@sender.example>',
  'Date: Mon, 2 Mar 2026 08:00:00 +0100',
].join('\n');

/** A mail as bytes, written with the line ends of the wire. */
export function mailBytes(fields: Fields, body: string): Buffer {
  const header = fields.map(([name, value]) => `${name}: ${value}`).join('\n');
  return Buffer.from(`${header}\n\n${body}`.replaceAll('\n', '\r\n'), 'utf8');
}

/** A report in prose. */
export function proseReport(text: string, more: Fields = []): Buffer {
  return mailBytes([...withDefaults(more), ['Content-Type', 'text/plain; charset=utf-8']], text);
}

function part(type: string, body: string): string {
  return `--b1\nContent-Type: ${type}\n\n${body}\n`;
}

/** A report with the three parts of RFC 6522. */
export function dsnReport(
  status: string,
  prose = 'Your message was not delivered.',
  returned = originalHeader,
): Buffer {
  const body =
    part('text/plain', prose) +
    part('message/delivery-status', status) +
    part('text/rfc822-headers', returned) +
    '--b1--\n';
  return mailBytes(
    [...reporter, ['Content-Type', 'multipart/report; report-type=delivery-status; boundary="b1"']],
    body,
  );
}

/** The fields of one recipient block of a delivery status. */
export function statusBlock(recipient: string, action: string, status: string, diagnostic = ''): string {
  const lines = [`Final-Recipient: rfc822; ${recipient}`, `Action: ${action}`, `Status: ${status}`];
  if (diagnostic !== '') lines.push(`Diagnostic-Code: smtp; ${diagnostic}`);
  return `${lines.join('\n')}\n`;
}

export const perMessage = 'Reporting-MTA: dns; relay.sender.example\nOriginal-Envelope-Id: env-77\n\n';

export function read(bytes: Uint8Array): BounceReading {
  return readBounce(readMail(bytes));
}

/** The one recipient of a mail that must have exactly one. */
export function readOne(bytes: Uint8Array): BounceRecipient {
  const { recipients } = read(bytes);
  const [only] = recipients;
  if (only === undefined || recipients.length !== 1) throw new Error(`${recipients.length} recipients instead of one`);
  return only;
}

function withDefaults(more: Fields): Fields {
  const given = new Set(more.map(([name]) => name.toLowerCase()));
  return [...reporter.filter(([name]) => !given.has(name.toLowerCase())), ...more];
}
