import { randomUUID } from 'node:crypto';

import type { OriginalMail } from '../activities/ports/mail-desk';
import type { MailRecord, NewMail } from '../activities/ports/outbox';
import { CatalogueError } from '../domain/errors';
import type { DeliveryState } from '../domain/mail-message';
import type { ApiDependencies } from './dependencies';
import { fingerprint } from './fingerprint';
import { originOf } from './origin-of';

/** Ends at which a recipient has certainly not got the mail. */
const failedStates: readonly DeliveryState[] = ['undeliverable', 'expired', 'cancelled'];
const hourMs = 3_600_000;
const afterExpiryMs = 24 * hourMs;
const headerOf = (name: string) => new RegExp(`^${name}:[^\\r\\n]*(?:\\r\\n[ \\t][^\\r\\n]*)*`, 'im');

/**
 * Accepts a failed mail anew, for the recipients who have not got it: another mail with an id, a Message-ID and a date of its
 * own, which names the one that it repeats. Throws NOTHING_TO_RESEND, IDEMPOTENCY_KEY_REUSED, STORE_UNAVAILABLE.
 */
export async function resendMessage(
  { mail, bytes, attachments }: OriginalMail,
  { idempotencyKey, requestId }: { readonly idempotencyKey: string; readonly requestId: string },
  dependencies: Pick<ApiDependencies, 'clock' | 'settings' | 'attachments' | 'outbox' | 'alarm'>,
): Promise<MailRecord> {
  const failed = mail.recipients.filter(({ state }) => failedStates.includes(state));
  if (mail.category === 'notice' || failed.length === 0) throw new CatalogueError('NOTHING_TO_RESEND');
  if (bytes.byteLength === 0)
    throw new CatalogueError('NOTHING_TO_RESEND', 'The content of the message is not kept any more');
  const now = dependencies.clock();
  const expiresAt = new Date(now.getTime() + dependencies.settings.messageAgeHours * hourMs).toISOString();
  await keepAttachments({ mail, bytes, attachments }, { now, expiresAt }, dependencies);
  const id = randomUUID();
  const messageId = `<${id}@${dependencies.settings.messageIdDomain}>`;
  const date = now.toUTCString().replace('GMT', '+0000');
  const renewed = withHeaders(bytes, { 'Message-ID': messageId, Date: date, 'X-Request-Id': requestId });
  const shift = renewed.byteLength - bytes.byteLength;
  const { organizationId, category, replyTo, subject, locale = null } = mail;
  const copy: NewMail = {
    id,
    organizationId,
    idempotencyKey,
    category,
    messageId,
    replyTo,
    subject,
    locale,
    expiresAt,
    fingerprint: fingerprint({ resend: mail.id }),
    resendOf: mail.id,
    recipients: failed.map(({ recipient }) => recipient),
    bytes: renewed,
    ...(attachments.length === 0 ? {} : { attachments: attachments.map((one) => ({ ...one, at: one.at + shift })) }),
    origin: originOf(requestId),
    acceptedAt: now.toISOString(),
    notBefore: now.toISOString(),
  };
  const record = await dependencies.outbox.accept(copy);
  dependencies.alarm.ring(organizationId);
  return record;
}

async function keepAttachments(
  { mail: { organizationId }, attachments }: OriginalMail,
  { now, expiresAt }: { readonly now: Date; readonly expiresAt: string },
  { attachments: intake }: Pick<ApiDependencies, 'attachments'>,
): Promise<void> {
  if (attachments.length === 0) return;
  const ids = [...new Set(attachments.map(({ attachmentId }) => attachmentId))];
  const until = new Date(Date.parse(expiresAt) + afterExpiryMs).toISOString();
  const kept = await intake.keep(organizationId, ids, { now: now.toISOString(), until });
  if (kept.size < ids.length) throw new CatalogueError('NOTHING_TO_RESEND', 'An attachment is not kept any more');
}

/** Replaces header fields that the mail has, each once. */
function withHeaders(bytes: Uint8Array, fields: Readonly<Record<string, string>>): Uint8Array {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = all.indexOf('\r\n\r\n');
  const head = Object.entries(fields).reduce(
    (text, [name, value]) => text.replace(headerOf(name), () => `${name}: ${value}`),
    all.subarray(0, end).toString('latin1'),
  );
  return Buffer.concat([Buffer.from(head, 'latin1'), all.subarray(end)]);
}
