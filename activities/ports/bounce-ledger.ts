import type { DeliveryState, ServerAnswer } from '../../domain/mail-message';
import type { MailRecord } from './outbox';

/** What a report does to one recipient of a mail that was handed over. */
export interface ReportedMove {
  readonly mailId: string;
  /** Place of the recipient in the mail, from 0. */
  readonly position: number;
  readonly from: readonly DeliveryState[];
  readonly to: 'undeliverable' | 'sent';
  readonly answer: ServerAnswer | null;
  /** When the notice about it is due; null where none is owed. */
  readonly noticeDueAt: string | null;
  readonly now: string;
}

/** The side of the outbox that reports from outside are held against. Throws STORE_UNAVAILABLE. */
export interface BounceLedger {
  /** The mail with this id, of whatever organization; null when there is none. */
  find(mailId: string): Promise<MailRecord | null>;
  /** The mail with this Message-ID; null when none of ours has it. */
  findByMessageId(messageId: string): Promise<MailRecord | null>;
  /** Mails to this address that were accepted in that time, the newest first. */
  findByRecipient(recipient: string, time: { from: string; to: string }, limit: number): Promise<readonly MailRecord[]>;
  /** Durable when it returns; false when the recipient is in none of the `from` states. */
  move(move: ReportedMove): Promise<boolean>;
}
