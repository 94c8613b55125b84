import { simpleParser } from 'mailparser';
import { z } from 'zod';

/** Which of the inbox's doors a mail came through. */
export const listenerNames = ['platform', 'mx'] as const;

/** What is kept beside each mail's bytes. */
export const storedMailSchema = z.object({
  id: z.string(),
  receivedAt: z.string(),
  /** `platform`: submitted by the platform itself. `mx`: delivered by some other server. */
  listener: z.enum(listenerNames),
  /** How the client called itself (EHLO). */
  clientName: z.string(),
  clientAddress: z.string(),
  tls: z.boolean(),
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  size: z.number(),
  messageId: z.string(),
  subject: z.string(),
  from: z.string(),
  /** The `Received` headers, the last hop first. */
  received: z.array(z.string()),
});

/** One mail of the inbox, without its content. */
export type StoredMail = Readonly<z.infer<typeof storedMailSchema>>;

export type ListenerName = StoredMail['listener'];

/** What the parser makes of a mail's content. */
export interface MailContent {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailAttachment[];
}

export interface MailAttachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly contentId: string;
  readonly inline: boolean;
  readonly content: Buffer;
}

/** The facts of a mail that lists and searches need. */
export async function mailFacts(raw: Buffer): Promise<Pick<StoredMail, 'messageId' | 'subject' | 'from' | 'received'>> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
  return {
    messageId: mail.messageId ?? '',
    subject: mail.subject ?? '',
    from: mail.from?.text ?? '',
    received: mail.headerLines.filter(({ key }) => key === 'received').map(({ line }) => headerValue(line)),
  };
}

/** Everything that a reader of the mail sees. */
export async function mailContent(raw: Buffer): Promise<MailContent> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, keepDeliveryStatus: true });
  return {
    headers: mail.headerLines.map(({ line }) => ({ name: line.slice(0, line.indexOf(':')), value: headerValue(line) })),
    text: mail.text ?? '',
    html: mail.html || '',
    attachments: mail.attachments.map((attachment) => ({
      fileName: attachment.filename ?? 'unnamed',
      contentType: attachment.contentType,
      contentId: attachment.cid ?? '',
      inline: attachment.related ?? false,
      content: attachment.content,
    })),
  };
}

/** The value of a raw header line, unfolded. */
function headerValue(line: string): string {
  return line
    .slice(line.indexOf(':') + 1)
    .replaceAll(/\r?\n\s+/g, ' ')
    .trim();
}
