import { z } from 'zod';
import { type StoredMail, listenerNames } from './stored-mail';

/** Which mails a caller wants; everything that is left out matches. */
export const mailFilterSchema = z.object({
  /** One of the envelope's recipients. */
  recipient: z.string().optional(),
  /** With or without angle brackets. */
  messageId: z.string().optional(),
  /** A part of the subject. */
  subject: z.string().optional(),
  listener: z.enum(listenerNames).optional(),
  /** ISO time: received then or later. */
  since: z.iso.datetime({ offset: true }).optional(),
  /** The id of a mail: received after that one. */
  after: z.string().optional(),
});

export type MailFilter = Readonly<z.infer<typeof mailFilterSchema>>;

/** True if the mail is one of those wanted; `after` is the store's business. */
export function matches(mail: StoredMail, filter: MailFilter): boolean {
  const { recipient, messageId, subject, listener, since } = filter;
  return (
    (recipient === undefined || mail.envelope.to.some((address) => isSameText(address, recipient))) &&
    (messageId === undefined || withoutBrackets(mail.messageId) === withoutBrackets(messageId)) &&
    (subject === undefined || mail.subject.toLowerCase().includes(subject.toLowerCase())) &&
    (listener === undefined || mail.listener === listener) &&
    (since === undefined || Date.parse(mail.receivedAt) >= Date.parse(since))
  );
}

function isSameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function withoutBrackets(messageId: string): string {
  return messageId.replace(/^<|>$/g, '');
}
