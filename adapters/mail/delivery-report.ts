import MimeNode from 'nodemailer/lib/mime-node';

import type { DeliveryStatusPart } from '../../activities/ports/mail-composer';

/** A reply longer than this tells nothing more, and its line would have to be folded. */
const diagnosticLimit = 800;
const statusShape = /^[245]\.\d{1,3}\.\d{1,3}$/;

/**
 * A report about an undeliverable mail (RFC 6522): a text for people, the status for machines (RFC 3464), and the
 * headers of the mail that it is about.
 */
export function deliveryReport(text: string, status: DeliveryStatusPart): MimeNode {
  const report = new MimeNode('multipart/report; report-type=delivery-status');
  report.createChild('text/plain; charset=utf-8').setContent(text);
  addStatus(report, status);
  return report;
}

/** A text about many mails, and for each of them what a report has. No report of its own: that speaks of one mail. */
export function deliveryDigest(text: string, statuses: readonly DeliveryStatusPart[]): MimeNode {
  const digest = new MimeNode('multipart/mixed');
  digest.createChild('text/plain; charset=utf-8').setContent(text);
  for (const status of statuses) addStatus(digest, status);
  return digest;
}

function addStatus(parent: MimeNode, status: DeliveryStatusPart): void {
  parent
    .createChild('message/delivery-status')
    .setHeader('Content-Transfer-Encoding', '7bit')
    .setContent(statusFields(status));
  parent.createChild('text/rfc822-headers; charset=utf-8').setContent(headerLines(status.originalHeaders));
}

/** One block about the message, one about the recipient. */
function statusFields(status: DeliveryStatusPart): string {
  const { reportingMta, originalMessageId, finalRecipient, enhancedStatus, diagnostic } = status;
  const told = asciiLine(diagnostic).slice(0, diagnosticLimit);
  const server = asciiLine(status.remoteMta ?? '').replaceAll(/[^A-Za-z0-9.:[\]-]/g, '');
  return [
    `Reporting-MTA: dns; ${asciiLine(reportingMta)}`,
    `X-Original-Message-ID: ${asciiLine(originalMessageId)}`,
    '',
    `Final-Recipient: ${typedAddress(finalRecipient)}`,
    'Action: failed',
    `Status: ${statusShape.test(enhancedStatus) ? enhancedStatus : '5.0.0'}`,
    ...(server === '' ? [] : [`Remote-MTA: dns; ${server}`]),
    ...(told === '' ? [] : [`Diagnostic-Code: smtp; ${told}`]),
    '',
  ].join('\r\n');
}

/** An address with characters beyond ASCII takes the form that RFC 6533 has for 7-bit reports. */
function typedAddress(address: string): string {
  if (/^[\x21-\x7e]*$/.test(address)) return `rfc822; ${address}`;
  const escaped = Array.from(address, (character) =>
    /[\x21-\x5b\x5d-\x7e]/.test(character) ? character : `\\x{${hexOf(character)}}`,
  );
  return `utf-8; ${escaped.join('')}`;
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}

/** A server's words on one line: line breaks and other odd characters could be taken for fields of the report. */
function asciiLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .trim();
}

/** Header lines end with CRLF, and nothing follows the block that could be taken for a body. */
function headerLines(block: string): string {
  const lines = block.replaceAll('\0', '').split(/\r\n|\r|\n/);
  const end = lines.indexOf('');
  return `${(end < 0 ? lines : lines.slice(0, end)).join('\r\n')}\r\n`;
}
