import type { AttachmentPlace } from '../../activities/ports/attachment-store';
import type { ResolveCommand } from '../../activities/ports/mail-desk';
import type { MailRecord, RecipientRecord } from '../../activities/ports/outbox';
import type { Locale } from '../../domain/lifecycle/state';
import {
  deliveryStates,
  heldResolutions,
  mailCategories,
  mailRoutes,
  mailState,
  refusedCommands,
  type DeliveryState,
  type MailRoute,
  type OutboxCategory,
  type ServerAnswer,
} from '../../domain/mail-message';
import type { Origin } from '../../domain/origin';
import { partSchema, storeSchema } from './store-schema';

/** Whether a dispatcher has anything to do for a mail. What is in hand waits, too, until its outcome has been followed. */
export type OutboxPhase = 'waiting' | 'done';

export interface RecipientDocument {
  readonly recipient: string;
  readonly state: RecipientRecord['state'];
  readonly answer: ServerAnswer | null;
  readonly changedAt: Date;
  /** True from the moment the recipient cannot be reached until the notice about it is settled. */
  readonly noticeOwed: boolean;
}

/** One mail with the state of each of its recipients. Everything that happens to it is one compare-and-set. */
export interface OutboxDocument {
  readonly _id: string;
  readonly organizationId: string;
  readonly idempotencyKey: string;
  readonly fingerprint: string;
  readonly resendOf?: string;
  readonly category: OutboxCategory;
  readonly messageId: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly locale?: Locale | null;
  readonly bytes: Buffer;
  readonly attachments?: readonly AttachmentPlace[];
  readonly origin?: Origin;
  readonly acceptedAt: Date;
  /** Before which it was not to leave; missing where that was at once. */
  readonly notBefore?: Date;
  readonly expiresAt: Date;
  readonly phase: OutboxPhase;
  /** When a recipient last got another state, by the database's clock; missing until then. */
  readonly movedAt?: Date;
  /** Told from the recipients, kept so that it can be searched for. */
  readonly state: DeliveryState;
  /** Never later than `expiresAt`; null unless the mail waits. */
  readonly nextAttemptAt: Date | null;
  readonly attempts: number;
  readonly route: MailRoute | null;
  /** The last entry of the ledger that has been followed. */
  readonly sequence: number;
  /** When somebody asked that the mail should not be attempted any more. */
  readonly cancelRequestedAt?: Date | null;
  /** How held recipients were settled. */
  readonly resolutions?: readonly (Omit<ResolveCommand, 'at'> & { readonly at: Date })[];
  readonly recipients: readonly RecipientDocument[];
  /** Whether any recipient's notice is owed. */
  readonly noticeOwed: boolean;
  /** When owed notices are to be routed next; means nothing unless one is owed. */
  readonly noticeDueAt: Date | null;
  /** How often owed notices were routed in vain. */
  readonly noticeAttempts: number;
}

export const serverAnswer = partSchema<ServerAnswer>({
  replyCode: { type: Number, default: null },
  enhancedStatus: { type: String, default: null },
  text: { type: String },
  command: { type: String, enum: refusedCommands },
});

const recipient = partSchema<RecipientDocument>({
  recipient: { type: String, required: true },
  state: { type: String, required: true, enum: deliveryStates },
  answer: { type: serverAnswer, default: null },
  changedAt: { type: Date, required: true },
  noticeOwed: { type: Boolean, required: true },
});

const attachmentPlace = partSchema<AttachmentPlace>({
  at: { type: Number, required: true },
  attachmentId: { type: String, required: true },
  size: { type: Number, required: true },
});

const resolution = {
  resolution: { type: String, enum: heldResolutions },
  reason: String,
  by: String,
  at: Date,
  commandId: String,
};

/** States that somebody may have to look after; most mails are never in one of them. */
const unusualStates: readonly DeliveryState[] = [
  'held',
  'deferred',
  'undeliverable',
  'expired',
  'cancelled',
  'suppressed',
];

const unusualCategories: readonly OutboxCategory[] = ['informational', 'marketing', 'notice'];

const origin = partSchema<Origin>({ requestId: { type: String }, traceparent: { type: String } });

export const outboxCollection = 'outbox';

export const outboxSchema = storeSchema<OutboxDocument>(
  outboxCollection,
  {
    _id: { type: String, required: true },
    organizationId: { type: String, required: true },
    idempotencyKey: { type: String, required: true },
    fingerprint: { type: String, required: true },
    resendOf: { type: String },
    category: { type: String, required: true, enum: [...mailCategories, 'notice'] },
    messageId: { type: String, required: true },
    replyTo: { type: String, required: true },
    subject: { type: String },
    locale: { type: String, default: null, enum: ['de', 'en', null] },
    bytes: { type: Buffer, required: true },
    attachments: { type: [attachmentPlace], default: [] },
    origin: { type: origin },
    acceptedAt: { type: Date, required: true },
    notBefore: { type: Date },
    expiresAt: { type: Date, required: true },
    phase: { type: String, required: true, enum: ['waiting', 'done'] },
    state: { type: String, required: true, enum: deliveryStates },
    movedAt: { type: Date },
    nextAttemptAt: { type: Date, default: null },
    attempts: { type: Number, required: true },
    route: { type: String, default: null, enum: [...mailRoutes, null] },
    sequence: { type: Number, required: true },
    cancelRequestedAt: { type: Date, default: null },
    resolutions: { type: [resolution], default: [] },
    recipients: { type: [recipient], required: true },
    noticeOwed: { type: Boolean, required: true },
    noticeDueAt: { type: Date, default: null },
    noticeAttempts: { type: Number, default: 0 },
  },
  [
    { fields: { organizationId: 1, idempotencyKey: 1 }, options: { name: 'idempotency', unique: true } },
    { fields: { organizationId: 1, acceptedAt: -1, _id: -1 }, options: { name: 'newest_first' } },
    { fields: { 'recipients.recipient': 1, acceptedAt: -1 }, options: { name: 'recipient_and_time' } },
    {
      // Everything that looking for due mail needs, so that no mail is read for it.
      fields: { phase: 1, organizationId: 1, category: 1, nextAttemptAt: 1, expiresAt: 1, sequence: 1, _id: 1 },
      options: { name: 'waiting', partialFilterExpression: { phase: 'waiting' } },
    },
    {
      fields: { organizationId: 1, 'recipients.recipient': 1, acceptedAt: -1, _id: -1 },
      options: { name: 'by_recipient' },
    },
    {
      fields: { organizationId: 1, state: 1, acceptedAt: -1, _id: -1 },
      options: { name: 'by_unusual_state', partialFilterExpression: { state: { $in: unusualStates } } },
    },
    {
      fields: { state: 1, acceptedAt: 1, _id: 1 },
      options: { name: 'needing_attention', partialFilterExpression: { state: { $in: ['held', 'deferred'] } } },
    },
    {
      // Most mail is transactional, and found without it.
      fields: { organizationId: 1, category: 1, acceptedAt: -1, _id: -1 },
      options: { name: 'by_category', partialFilterExpression: { category: { $in: unusualCategories } } },
    },
    {
      fields: { 'attachments.attachmentId': 1 },
      options: {
        name: 'by_attachment',
        partialFilterExpression: { 'attachments.attachmentId': { $exists: true } },
      },
    },
    {
      fields: { organizationId: 1, noticeDueAt: 1 },
      options: { name: 'notices_due', partialFilterExpression: { noticeOwed: true } },
    },
    {
      // Mails enter it when something becomes of them, so that taking them in costs nothing.
      fields: { organizationId: 1, movedAt: 1, _id: 1 },
      options: { name: 'moved', partialFilterExpression: { movedAt: { $exists: true } } },
    },
  ],
);

/** A mail as lists and details show it. */
export function toMailRecord(mail: Omit<OutboxDocument, 'bytes'>): MailRecord {
  const { _id: id, organizationId, category, messageId, replyTo, subject, locale = null, route, attempts } = mail;
  const { resendOf = null, origin: brought } = mail;
  const state = mailState(mail.recipients.map((each) => each.state));
  const acceptedAt = mail.acceptedAt.toISOString();
  const nextAttemptAt = mail.nextAttemptAt?.toISOString() ?? null;
  const expiresAt = mail.expiresAt.toISOString();
  const recipients = mail.recipients.map(toRecipientRecord);
  return {
    id,
    organizationId,
    resendOf,
    category,
    messageId,
    replyTo,
    subject,
    locale,
    state,
    route,
    attempts,
    acceptedAt,
    nextAttemptAt,
    expiresAt,
    recipients,
    ...(brought ? { origin: brought } : {}),
  };
}

function toRecipientRecord({ recipient: address, state, answer, changedAt }: RecipientDocument): RecipientRecord {
  return { recipient: address, state, answer, changedAt: changedAt.toISOString() };
}
