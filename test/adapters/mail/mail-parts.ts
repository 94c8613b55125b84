import { simpleParser, type ParsedMail } from 'mailparser';

import type { MailParts } from '../../../activities/ports/mail-composer';

/** A PNG of 40 × 20 pixels, as far as its header goes. */
export const pngBytes = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from('00000028000000140806000000', 'hex'),
  Buffer.from('00000000', 'hex'),
]);

export const logo = { contentType: 'image/png', bytes: pngBytes } as const;

export function mailParts(changes: Partial<MailParts> = {}): MailParts {
  return {
    messageId: '<m-1@platform.example>',
    date: '2026-11-23T10:00:00.000Z',
    to: ['ann@customer.example'],
    replyTo: 'reply@acme.example',
    subject: 'Please sign',
    text: 'Hello Ann,\nplease sign.',
    html: null,
    logo: null,
    attachments: [],
    autoSubmitted: 'auto-generated',
    unsubscribeUrl: null,
    deliveryStatus: null,
    ...changes,
  };
}

export async function parse(bytes: Uint8Array): Promise<ParsedMail> {
  const options = { keepCidLinks: true, skipTextToHtml: true, keepDeliveryStatus: true };
  return await simpleParser(Buffer.from(bytes), options);
}

/** Names of the header fields in the order of the message, read line by line without any parser's help. */
export function headerNames(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString('latin1');
  const lines = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
  return lines.filter((line) => !/^[ \t]/.test(line)).map((line) => line.slice(0, line.indexOf(':')));
}
