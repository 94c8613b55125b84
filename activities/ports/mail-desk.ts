import type { ListPage } from '../../domain/list-order';
import type { DeliveryState, HeldResolution, MailRoute, RecipientOutcome } from '../../domain/mail-message';
import type { AttachmentPlace } from './attachment-store';
import type { MailRecord } from './outbox';

/** One attempt at a mail as the ledger has it, the first one first. Times are ISO 8601. */
export interface MailAttempt {
  /** From 1; withdrawn attempts have a number, too. */
  readonly sequence: number;
  /** `held`: the dispatcher died before it could record what the server said. */
  readonly kind: 'outcome' | 'held';
  readonly route: MailRoute | null;
  /** False when no server heard of the mail. */
  readonly counted: boolean;
  readonly at: string;
  readonly outcomes: readonly RecipientOutcome[];
}

export interface ResolvedMail {
  readonly resolution: HeldResolution;
  readonly reason: string;
  /** Subject of the person who decided. */
  readonly by: string;
  readonly at: string;
}

/** The command that resolves a held mail; without an id it cannot be told from another one. */
export interface ResolveCommand extends ResolvedMail {
  readonly commandId?: string;
}

export interface MailHistory {
  readonly attempts: readonly MailAttempt[];
  readonly resolutions: readonly ResolvedMail[];
}

/** A mail with its content, as it was accepted; empty bytes where that is not kept any more. */
export interface OriginalMail {
  readonly mail: MailRecord;
  readonly bytes: Uint8Array;
  readonly attachments: readonly AttachmentPlace[];
}

/** What is left out or undefined does not narrow the list. */
export interface AttentionFilter {
  readonly state: Extract<DeliveryState, 'held' | 'deferred'>;
  readonly organizationId?: string | undefined;
  /** Accepted at this time or later. */
  readonly since?: string | undefined;
  /** Accepted before this time. */
  readonly until?: string | undefined;
}

/** What people and the product's backend ask about single mails, and do to them. Throws STORE_UNAVAILABLE. */
export interface MailDesk {
  /** Empty for a mail that was never attempted, and for one that is unknown. */
  history(mailId: string): Promise<MailHistory>;
  /** Null for a mail that is unknown. */
  original(mailId: string): Promise<OriginalMail | null>;
  /** Mails of all organizations in a state that needs somebody; the oldest first, where no other order is asked for. */
  needingAttention(filter: AttentionFilter, page: ListPage<'messagesNeedingAttention'>): Promise<readonly MailRecord[]>;
  /**
   * Cancels what still waits, and answers with the mail. One that is in a dispatcher's hands right now is not attempted
   * again, but this attempt goes on: it shows as `sending`. Repeatable. Throws NOT_FOUND, MESSAGE_ENDED.
   */
  cancel(mailId: string, now: string): Promise<MailRecord>;
  /**
   * Ends the uncertainty about every held recipient. The very same command again changes nothing and answers with the mail.
   * Throws NOT_FOUND, MESSAGE_NOT_HELD, IDEMPOTENCY_KEY_REUSED.
   */
  resolveHeld(mailId: string, resolved: ResolveCommand): Promise<MailRecord>;
}
