import type MimeNode from 'nodemailer/lib/mime-node';

import type { MailComposer, MailParts } from '../../activities/ports/mail-composer';
import { CatalogueError } from '../../domain/errors';
import { loopHeader } from '../../domain/undeliverables/loop-guard';
import { deliveryDigest, deliveryReport } from './delivery-report';
import { addressHeader, encodeText, textHeader } from './header-encoding';
import { htmlWithLogo } from './logo-placement';
import { assertComposable, httpsLink } from './message-faults';
import { attachmentPart, logoPart, multipart, textPart, type MimePart } from './mime-part';
import { SenderHeaders, type Sender } from './sender-headers';

/**
 * Composes MIME messages: ordinary ones by itself, because that is half of what accepting a mail costs, and reports with
 * nodemailer. Nothing that a caller gives can add a header or a part of its own.
 */
export class MimeMailComposer implements MailComposer {
  readonly #senders = new SenderHeaders();

  async compose(parts: MailParts): Promise<Uint8Array> {
    assertComposable(parts);
    try {
      return isReport(parts) ? await composeReport(parts) : composeOrdinary(parts);
    } catch (cause) {
      throw new CatalogueError('MESSAGE_INVALID', 'The message cannot be composed', { cause });
    }
  }

  withSender(bytes: Uint8Array, sender: Sender): Uint8Array {
    return Buffer.concat([this.#senders.headerOf(sender), bytes]);
  }
}

function isReport({ deliveryStatus, deliveryStatuses }: MailParts): boolean {
  return deliveryStatus !== null || deliveryStatuses !== undefined;
}

function composeOrdinary(parts: MailParts): Buffer {
  const { headers, body } = ordinaryMail(parts);
  const lines = [...headersOf(parts), 'MIME-Version: 1.0', ...headers, '', body];
  return Buffer.from(lines.join('\r\n'), 'utf8');
}

/** The simplest structure that holds everything: text, its alternative in HTML, the picture related to that, attachments. */
function ordinaryMail(parts: MailParts): MimePart {
  const { text, logo, attachments } = parts;
  const html = htmlWithLogo(parts.html, text, logo);
  const plain = textPart('text/plain', text);
  const content = html === null ? plain : multipart('multipart/alternative', [plain, htmlPart(html, logo)]);
  return attachments.length === 0
    ? content
    : multipart('multipart/mixed', [content, ...attachments.map(attachmentPart)]);
}

function htmlPart(html: string, logo: MailParts['logo']): MimePart {
  const rich = textPart('text/html', html);
  return logo === null ? rich : multipart('multipart/related; type="text/html"', [rich, logoPart(logo)]);
}

function headersOf(parts: MailParts): string[] {
  const link = parts.unsubscribeUrl === null ? undefined : httpsLink(parts.unsubscribeUrl);
  return [
    `Message-ID: ${parts.messageId}`,
    `Date: ${new Date(parts.date).toUTCString().replace('GMT', '+0000')}`,
    addressHeader('To', parts.to),
    addressHeader('Reply-To', [parts.replyTo]),
    textHeader('Subject', parts.subject),
    `Auto-Submitted: ${parts.autoSubmitted}`,
    ...(parts.loopMark === undefined ? [] : [textHeader(loopHeader, parts.loopMark)]),
    ...(parts.requestId === undefined ? [] : [textHeader('X-Request-Id', parts.requestId)]),
    ...(link === undefined ? [] : [`List-Unsubscribe: <${link}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click']),
  ];
}

async function composeReport(parts: MailParts): Promise<Uint8Array> {
  const { text, deliveryStatus, deliveryStatuses = [] } = parts;
  const told = text.replaceAll(/\r\n|\r|\n/g, '\r\n');
  const message =
    deliveryStatus === null ? deliveryDigest(told, deliveryStatuses) : deliveryReport(told, deliveryStatus);
  addReportHeaders(message, parts);
  return await message.build();
}

function addReportHeaders(message: MimeNode, parts: MailParts): void {
  message.setHeader('Message-ID', parts.messageId);
  message.setHeader('Date', new Date(parts.date));
  message.setHeader('To', parts.to.map(bareAddress));
  message.setHeader('Reply-To', bareAddress(parts.replyTo));
  message.setHeader('Subject', { prepared: true, foldLines: true, value: encodeText(parts.subject) });
  message.setHeader('Auto-Submitted', parts.autoSubmitted);
  if (parts.loopMark !== undefined) message.setHeader(loopHeader, parts.loopMark);
}

function bareAddress(address: string) {
  return { name: '', address };
}
