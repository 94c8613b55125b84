import { randomUUID } from 'node:crypto';

import type { AttachmentPlace } from '../activities/ports/attachment-store';
import type { MailParts } from '../activities/ports/mail-composer';
import type { MailRecord, NewMail } from '../activities/ports/outbox';
import { CatalogueError, type FieldFault } from '../domain/errors';
import type { LifecycleState, OrganizationProfile } from '../domain/lifecycle/state';
import type { ApiDependencies } from './dependencies';
import { fingerprint } from './fingerprint';
import { projectionOf } from './lifecycle-projection';
import { messageAttachments, placeAttachments, type MessageAttachments } from './message-attachments';
import { messageFaults, sendingWindow, type SendingWindow } from './message-rules';
import { originOf } from './origin-of';
import type { NewMessage } from './schemas/message';

type Dependencies = Pick<
  ApiDependencies,
  | 'settings'
  | 'clock'
  | 'lifecycles'
  | 'branding'
  | 'composer'
  | 'attachments'
  | 'outbox'
  | 'alarm'
  | 'unsubscribeLinks'
>;

/**
 * Takes a mail over: from the moment this returns, it is stored durably, with its bytes and Message-ID fixed, and will
 * reach an end that can be asked for. The same key and request answer with the mail that was stored first.
 */
export async function acceptMessage(
  message: NewMessage,
  { idempotencyKey, requestId }: { readonly idempotencyKey: string; readonly requestId: string },
  dependencies: Dependencies,
): Promise<MailRecord> {
  const now = dependencies.clock();
  const window = sendingWindow(message, now, dependencies.settings.messageAgeHours);
  const id = randomUUID();
  const ownLink = dependencies.unsubscribeLinks.linkFor({ organizationId: message.organizationId, mailId: id });
  const faults = messageFaults(message, window, { now, hasOwnLinks: ownLink !== null });
  if (faults.length > 0) return await acceptedBefore(message, idempotencyKey, invalid(faults), dependencies);
  const state = await projectionOf(message.organizationId, dependencies);
  if (state.closure) return await acceptedBefore(message, idempotencyKey, closed(), dependencies);
  const attachments = await messageAttachments(message, window.expiresAt, dependencies);
  if (!('parts' in attachments)) {
    return await acceptedBefore(message, idempotencyKey, invalid(attachments), dependencies);
  }
  const unsubscribeUrl = message.category === 'transactional' ? null : (message.unsubscribeUrl ?? ownLink);
  const ingredients = { id, requestId, message, attachments, state, now, unsubscribeUrl };
  const parts = await mailParts(ingredients, dependencies);
  const placed = placeAttachments(await dependencies.composer.compose(parts), attachments);
  const mail = newMail({ id, requestId, message, idempotencyKey, parts, placed, window });
  const record = await dependencies.outbox.accept(mail);
  if (Date.parse(window.notBefore) <= now.getTime()) dependencies.alarm.ring(message.organizationId);
  else dependencies.alarm.wake(message.organizationId);
  return record;
}

function invalid(faults: readonly FieldFault[]): CatalogueError {
  return new CatalogueError('MESSAGE_INVALID', undefined, { faults });
}

function closed(): CatalogueError {
  return new CatalogueError('ORGANIZATION_CLOSED');
}

/** What is refused now may have been accepted before: time has passed since. Throws the refusal otherwise. */
async function acceptedBefore(
  message: NewMessage,
  idempotencyKey: string,
  refusal: CatalogueError,
  { outbox }: Dependencies,
): Promise<MailRecord> {
  const first = await outbox.findByKey(message.organizationId, idempotencyKey);
  if (!first) throw refusal;
  if (first.fingerprint !== fingerprint(message)) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
  return first.mail;
}

interface Ingredients {
  readonly id: string;
  readonly requestId: string;
  readonly message: NewMessage;
  readonly attachments: MessageAttachments;
  readonly state: LifecycleState;
  readonly now: Date;
  readonly unsubscribeUrl: string | null;
}

/** The Message-ID holds the id of the mail, so that a bounce that brings it back leads to the mail. */
async function mailParts(
  { id, requestId, message, attachments, state, now, unsubscribeUrl }: Ingredients,
  { settings, branding }: Dependencies,
): Promise<MailParts> {
  const { organizationId, preferences } = state;
  return {
    messageId: `<${id}@${settings.messageIdDomain}>`,
    date: now.toISOString(),
    to: message.to,
    replyTo: message.replyTo ?? preferences.replyTo ?? registeredProfile(state).adminAddress,
    subject: message.subject,
    text: message.text,
    html: message.html ?? null,
    logo: preferences.branding ? await branding.logo(organizationId) : null,
    attachments: attachments.parts,
    autoSubmitted: 'auto-generated',
    unsubscribeUrl,
    deliveryStatus: null,
    requestId,
  };
}

/** Without a profile nobody could be told of an undeliverable mail, so that no mail is taken. */
function registeredProfile({ profile }: LifecycleState): OrganizationProfile {
  if (profile) return profile;
  throw new CatalogueError('ORGANIZATION_UNKNOWN', 'The organization has to be registered first');
}

interface Prepared {
  readonly id: string;
  readonly requestId: string;
  readonly message: NewMessage;
  readonly idempotencyKey: string;
  readonly parts: MailParts;
  readonly placed: { readonly bytes: Uint8Array; readonly places: readonly AttachmentPlace[] };
  readonly window: SendingWindow;
}

function newMail({ id, requestId, message, idempotencyKey, parts, placed, window }: Prepared): NewMail {
  const { bytes, places } = placed;
  return {
    id,
    organizationId: message.organizationId,
    idempotencyKey,
    fingerprint: fingerprint(message),
    category: message.category,
    messageId: parts.messageId,
    recipients: parts.to,
    replyTo: parts.replyTo,
    subject: parts.subject,
    locale: message.locale ?? null,
    bytes,
    origin: originOf(requestId),
    acceptedAt: parts.date,
    notBefore: window.notBefore,
    expiresAt: window.expiresAt,
    ...(places.length === 0 ? {} : { attachments: places }),
  };
}
