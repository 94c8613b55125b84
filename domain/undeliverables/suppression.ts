import type { Actor } from '../actor';
import type { BounceReason } from '../bounces/bounce-reason';
import type { MailCategory, ServerAnswer } from '../mail-message';

/**
 * Why an address is on an organization's suppression list: it turned out to be dead, its owner complained about a mail
 * (RFC 5965), or a person put it there. `unsubscribed`: its owner followed the link of a mail; that keeps informational and
 * marketing mail back, and stands beside an entry for any other cause.
 */
export const suppressionCauses = ['hard-bounce', 'complaint', 'manual', 'unsubscribed'] as const;
export type SuppressionCause = (typeof suppressionCauses)[number];

/** `expired` and `removed` entries stay visible, but keep no mail back. */
export const suppressionStates = ['active', 'expired', 'removed'] as const;
export type SuppressionState = (typeof suppressionStates)[number];

/** One line of an entry's own trail. `note` is a person's reason, null where the service itself acted. */
export interface SuppressionChange {
  readonly event: 'added' | 'removed';
  readonly cause: SuppressionCause;
  readonly at: string;
  readonly by: Actor;
  readonly note: string | null;
  /** The command (Idempotency-Key) or the mail that brought the change; the same one changes nothing again. */
  readonly causedBy: string;
}

/** An address that an organization's mail is not sent to. Times are ISO 8601. */
export interface Suppression {
  readonly id: string;
  readonly organizationId: string;
  /** In the form that addresses are compared in; see `suppressionAddress`. */
  readonly address: string;
  readonly cause: SuppressionCause;
  /** Reason of the refusal behind a `hard-bounce`, else null. */
  readonly reason: BounceReason | null;
  /** The mail whose failure or complaint brought the entry; null for manual ones. */
  readonly mailId: string | null;
  readonly addedAt: string;
  /** From this moment on the address is tried again; null = never by itself. */
  readonly expiresAt: string | null;
  readonly removedAt: string | null;
  /** Counts its changes, from 1. */
  readonly version: number;
  /** The oldest first; at most `suppressionTrailLimit`, the oldest are dropped. */
  readonly trail: readonly SuppressionChange[];
}

export const suppressionTrailLimit = 50;

/** How long entries last that the service makes by itself, in days. */
export interface SuppressionLimits {
  readonly hardBounceDays: number;
  readonly complaintDays: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * The form in which addresses are compared. The local part is lower-cased too: servers may tell `Ann` from `ann`
 * (RFC 5321 section 2.4), but none that anyone knows of has them as two people.
 */
export function suppressionAddress(address: string): string {
  return address.trim().toLowerCase().normalize('NFC');
}

/** Whether mail is kept back because of this entry at that moment (ISO 8601). */
export function suppressionState(
  { removedAt, expiresAt }: Pick<Suppression, 'removedAt' | 'expiresAt'>,
  now: string,
): SuppressionState {
  if (removedAt !== null) return 'removed';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

/** When an entry of this cause ends by itself (ISO 8601); null for those that a person has decided. */
export function suppressionEnd(cause: SuppressionCause, addedAt: string, limits: SuppressionLimits): string | null {
  if (cause === 'manual' || cause === 'unsubscribed') return null;
  const days = cause === 'complaint' ? limits.complaintDays : limits.hardBounceDays;
  return new Date(Date.parse(addedAt) + days * dayMs).toISOString();
}

/**
 * Whether what one mail said about a recipient puts the address on the list: hard bounces and complaints do; a refusal
 * that speaks of the server, the content or the sender says nothing about the address.
 */
export function suppressionCauseOf(reading: {
  readonly kind: 'failed' | 'complaint';
  readonly hard: boolean;
}): 'hard-bounce' | 'complaint' | null {
  if (reading.kind === 'complaint') return 'complaint';
  return reading.hard ? 'hard-bounce' : null;
}

/** Our own answer for a recipient that no server was asked about because the address is on the list. */
export const addressSuppressed = 'ADDRESS_SUPPRESSED';
/** The same where the recipient wished so. */
export const recipientUnsubscribed = 'RECIPIENT_UNSUBSCRIBED';
export const recipientComplained = 'RECIPIENT_COMPLAINED';

/** What becomes of a recipient who is kept back. */
export interface KeptBack {
  readonly state: 'suppressed' | 'undeliverable';
  readonly answer: ServerAnswer;
}

/**
 * Whether somebody has to be told that a mail did not go (rule 6): not where its recipient had asked for that, by
 * unsubscribing or by a complaint about mail that nobody needs. A contract that does not arrive, or an address that is dead or
 * was put on the list by a person, is news to its sender. Of several causes, the recipient's own wish counts.
 */
export function keptBackFor(causes: readonly SuppressionCause[], category: MailCategory): KeptBack {
  const wish = category === 'transactional' ? null : wishAmong(causes);
  const answer = { replyCode: null, enhancedStatus: null, text: wish ?? addressSuppressed };
  return { state: wish === null ? 'undeliverable' : 'suppressed', answer };
}

function wishAmong(causes: readonly SuppressionCause[]): string | null {
  if (causes.includes('unsubscribed')) return recipientUnsubscribed;
  return causes.includes('complaint') ? recipientComplained : null;
}
