import NodemailerComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';

import type { InlineLogo, MailComposer, MailParts } from '../../activities/ports/mail-composer';
import { CatalogueError } from '../../domain/errors';
import { loopHeader } from '../../domain/undeliverables/loop-guard';
import { deliveryDigest, deliveryReport } from './delivery-report';
import { encodeText, fromHeader } from './header-encoding';
import { htmlWithLogo, logoContentId } from './logo-placement';
import { assertComposable, assertSender, httpsLink } from './message-faults';

/** Composes MIME messages with nodemailer. Nothing that a caller gives can add a header or a part of its own. */
export class NodemailerMailComposer implements MailComposer {
  async compose(parts: MailParts): Promise<Uint8Array> {
    assertComposable(parts);
    const message = structure(parts);
    addHeaders(message, parts);
    try {
      return await message.build();
    } catch (cause) {
      throw new CatalogueError('MESSAGE_INVALID', 'The message cannot be composed', { cause });
    }
  }

  withSender(bytes: Uint8Array, sender: { readonly name: string; readonly address: string }): Uint8Array {
    assertSender(sender);
    return Buffer.concat([Buffer.from(fromHeader(sender), 'utf8'), bytes]);
  }
}

function structure(parts: MailParts): MimeNode {
  const { text, deliveryStatus, deliveryStatuses } = parts;
  if (deliveryStatus !== null) return deliveryReport(lines(text), deliveryStatus);
  return deliveryStatuses === undefined ? ordinaryMail(parts) : deliveryDigest(lines(text), deliveryStatuses);
}

function ordinaryMail(parts: MailParts): MimeNode {
  const { text, logo } = parts;
  const html = htmlWithLogo(parts.html, text, logo);
  return new NodemailerComposer({
    text: lines(text),
    ...(html === null ? {} : { html: lines(html) }),
    attachments: [...logoAttachment(logo), ...parts.attachments.map(ordinaryAttachment)],
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
}

function addHeaders(message: MimeNode, parts: MailParts): void {
  const link = parts.unsubscribeUrl === null ? undefined : httpsLink(parts.unsubscribeUrl);
  message.setHeader('Message-ID', parts.messageId);
  message.setHeader('Date', new Date(parts.date));
  message.setHeader('To', parts.to.map(bareAddress));
  message.setHeader('Reply-To', bareAddress(parts.replyTo));
  message.setHeader('Subject', { prepared: true, foldLines: true, value: encodeText(parts.subject) });
  message.setHeader('Auto-Submitted', parts.autoSubmitted);
  if (parts.loopMark !== undefined) message.setHeader(loopHeader, parts.loopMark);
  if (link === undefined) return;
  message.setHeader('List-Unsubscribe', { prepared: true, value: `<${link}>` });
  message.setHeader('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click');
}

function bareAddress(address: string) {
  return { name: '', address };
}

function logoAttachment(logo: InlineLogo | null) {
  if (logo === null) return [];
  const filename = logo.contentType === 'image/png' ? 'logo.png' : 'logo.jpg';
  return [{ filename, contentType: logo.contentType, cid: logoContentId, content: Buffer.from(logo.bytes) }];
}

function ordinaryAttachment({ filename, contentType, bytes }: MailParts['attachments'][number]) {
  return { filename, contentType, contentDisposition: 'attachment', content: Buffer.from(bytes) };
}

/** On the wire a line ends with CRLF, whatever it ended with before. */
function lines(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '\r\n');
}
