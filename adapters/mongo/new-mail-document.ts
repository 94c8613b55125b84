import type { NewMail } from '../../activities/ports/outbox';
import { CatalogueError } from '../../domain/errors';
import type { OutboxDocument, RecipientDocument } from './outbox-schema';
import { earlier } from './outbox-transitions';

/** A mail and its ledger are one document, and MongoDB's documents end at 16 MB. */
export const mailSizeLimit = 12 * 1024 * 1024;
export const mailRecipientLimit = 1_000;

/**
 * A mail as the outbox takes it in. Throws MESSAGE_INVALID for one of more than 12 MB or 1,000 recipients, or without any. What
 * may be missing is spread at the end: an object that begins with a spread takes several times as long to make.
 */
export function newMailDocument(mail: NewMail): OutboxDocument {
  const { id, organizationId, idempotencyKey, fingerprint, category, messageId, replyTo, subject } = mail;
  const [acceptedAt, expiresAt, notBefore] = [
    new Date(mail.acceptedAt),
    new Date(mail.expiresAt),
    new Date(mail.notBefore),
  ];
  return {
    _id: id,
    organizationId,
    idempotencyKey,
    fingerprint,
    category,
    messageId,
    replyTo,
    subject,
    bytes: checkedBytes(mail),
    acceptedAt,
    expiresAt,
    phase: 'waiting',
    state: 'accepted',
    nextAttemptAt: earlier(notBefore, expiresAt),
    attempts: 0,
    route: null,
    sequence: 0,
    recipients: newRecipients(mail, acceptedAt),
    noticeOwed: false,
    noticeDueAt: null,
    noticeAttempts: 0,
    ...whereGiven(mail),
    ...(notBefore.getTime() > acceptedAt.getTime() ? { notBefore } : {}),
  };
}

function whereGiven({ resendOf, locale, attachments, origin }: NewMail) {
  return {
    ...(resendOf === undefined ? {} : { resendOf }),
    ...(locale === undefined ? {} : { locale }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** The very bytes: nobody changes them any more. */
function checkedBytes({ bytes }: NewMail): Buffer {
  if (bytes.length > mailSizeLimit) throw new CatalogueError('MESSAGE_INVALID', 'The mail is larger than 12 MB');
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function newRecipients({ recipients }: NewMail, changedAt: Date): RecipientDocument[] {
  const addresses = [...new Set(recipients)];
  if (addresses.length === 0) throw new CatalogueError('MESSAGE_INVALID', 'The mail has no recipient');
  if (addresses.length > mailRecipientLimit) {
    throw new CatalogueError('MESSAGE_INVALID', 'The mail has more than 1,000 recipients');
  }
  return addresses.map((recipient) => ({ recipient, state: 'accepted', answer: null, changedAt, noticeOwed: false }));
}
