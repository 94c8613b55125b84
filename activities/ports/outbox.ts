import type { ListPage } from '../../domain/list-order';
import type { Locale } from '../../domain/lifecycle/state';
import type {
  DeliveryState,
  MailRoute,
  OutboxCategory,
  RecipientOutcome,
  ServerAnswer,
} from '../../domain/mail-message';
import type { Origin } from '../../domain/origin';
import type { AttachmentPlace } from './attachment-store';

/** A mail as it is accepted: its bytes (without From) and Message-ID never change again. Times are ISO 8601. */
export interface NewMail {
  readonly id: string;
  readonly organizationId: string;
  readonly idempotencyKey: string;
  /** Hash of the request; the same key with another fingerprint is refused. */
  readonly fingerprint: string;
  /** The id of the mail that this one repeats; missing for every other. */
  readonly resendOf?: string;
  readonly category: OutboxCategory;
  readonly messageId: string;
  readonly recipients: readonly string[];
  readonly replyTo: string;
  readonly subject: string;
  /** The language of the content, where its sender said; a notice to Reply-To speaks it. */
  readonly locale?: Locale | null;
  readonly bytes: Uint8Array;
  /** Where stored attachments go in the bytes, in their order; missing for none. */
  readonly attachments?: readonly AttachmentPlace[];
  /** The request that brought the mail; missing for mails that we write ourselves. */
  readonly origin?: Origin;
  readonly acceptedAt: string;
  readonly notBefore: string;
  readonly expiresAt: string;
}

export interface RecipientRecord {
  readonly recipient: string;
  readonly state: DeliveryState;
  readonly answer: ServerAnswer | null;
  readonly changedAt: string;
}

/** A mail as lists and details show it, without its bytes. */
export interface MailRecord {
  readonly id: string;
  readonly organizationId: string;
  /** The id of the mail that this one repeats. */
  readonly resendOf?: string | null;
  readonly category: OutboxCategory;
  readonly messageId: string;
  readonly replyTo: string;
  readonly subject: string;
  readonly locale?: Locale | null;
  readonly state: DeliveryState;
  /** The route of the last attempt, null before the first. */
  readonly route: MailRoute | null;
  readonly attempts: number;
  readonly acceptedAt: string;
  readonly nextAttemptAt: string | null;
  readonly expiresAt: string;
  readonly recipients: readonly RecipientRecord[];
  readonly origin?: Origin;
}

export interface AcceptedMail {
  readonly mail: MailRecord;
  readonly fingerprint: string;
}

/** Which mails of an organization to list; what is left out or undefined does not matter. */
export interface MailFilter {
  readonly organizationId: string;
  readonly recipient?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly category?: OutboxCategory | undefined;
  /** The route of the last attempt. */
  readonly route?: MailRoute | undefined;
  /** Accepted at this time or later. */
  readonly since?: string | undefined;
  /** Accepted before this time. */
  readonly until?: string | undefined;
}

/** The API's side of the outbox. */
export interface OutboxIntake {
  /**
   * Stores a mail durably (`majority`, journalled) before it returns. The same key and fingerprint answer with the mail
   * that was stored first. Throws IDEMPOTENCY_KEY_REUSED, STORE_UNAVAILABLE.
   */
  accept(mail: NewMail): Promise<MailRecord>;
  find(id: string): Promise<MailRecord | null>;
  /**
   * The mail that was accepted under this key, durable by the time it is answered with, and the fingerprint of the request
   * that brought it; null when the key is free. Throws STORE_UNAVAILABLE.
   */
  findByKey(organizationId: string, idempotencyKey: string): Promise<AcceptedMail | null>;
  /**
   * Those of the organizations of which a mail still waits that was due at this time (ISO 8601), and for each whether a dispatcher
   * has it in hand. Throws STORE_UNAVAILABLE.
   */
  waitingSince(organizationIds: readonly string[], time: string): Promise<ReadonlyMap<string, 'in-hand' | 'left'>>;
  /** The newest first, where no other order is asked for. */
  list(filter: MailFilter, page: ListPage<'messages'>): Promise<readonly MailRecord[]>;
}

/** A mail that is in the dispatcher's hands: nobody else starts it while the run holds the organization. */
export interface ClaimedMail {
  readonly mail: MailRecord;
  readonly bytes: Uint8Array;
  readonly attachments?: readonly AttachmentPlace[];
  /** Number of this attempt's entry in the ledger, from 1; withdrawn attempts have one, too. */
  readonly sequence: number;
  /** The recipients that still wait for delivery. */
  readonly recipients: readonly string[];
}

/** Mail for some lanes of one route. A lane sends one mail after the other, and is named by a number. */
export interface LaneClaim {
  readonly route: MailRoute;
  readonly categories: readonly OutboxCategory[];
  /** The lanes that want mail, and how many mails each may get at most. */
  readonly lanes: readonly number[];
  readonly mailsPerLane: number;
  readonly now: string;
  /**
   * Mails of these categories that are due and, as far as is known, were never attempted: they are claimed without looking
   * for others. Those that are not so any more are passed over. Missing where somebody has to look.
   */
  readonly hinted?: readonly string[];
}

export interface LanesClaimed {
  readonly mails: ReadonlyMap<number, readonly ClaimedMail[]>;
  /**
   * When the next mail of these categories is due that was not claimed; null when none waits. May have passed already. Missing
   * where nobody looked.
   */
  readonly nextDueAt?: string | null;
}

/** What became of one attempt at a claimed mail. */
export interface AttemptOutcome {
  readonly lane: number;
  readonly claimed: ClaimedMail;
  readonly route: MailRoute;
  readonly outcomes: readonly RecipientOutcome[];
  /** When deferred recipients are tried again; null where none is deferred. */
  readonly retryAt: string | null;
  /** False when no server heard of the mail: the attempt is not counted. */
  readonly attempted: boolean;
  readonly now: string;
}

/**
 * One dispatcher's hold on an organization's mail. The order is the promise: a claim is durable before its first mail
 * starts, an outcome before its lane starts the next one. So whatever kills the dispatcher, at most the first mail of each
 * lane that has no outcome can have left; of a lane that says that it has not begun, none has.
 */
export interface DispatchRun {
  /** The next due mails, durably in hand; null when another dispatcher has taken over. Throws STORE_UNAVAILABLE. */
  claim(claim: LaneClaim): Promise<LanesClaimed | null>;
  /** Mails that were not started go back; their lane must claim again before it starts any other. */
  giveBack(lane: number, mails: readonly ClaimedMail[]): void;
  /**
   * What has to be awaited before the first byte of this lane's next mail leaves; null where it may leave at once. False when
   * another dispatcher has taken over, and when it throws (STORE_UNAVAILABLE): nothing may leave then.
   */
  beginning(lane: number): (() => Promise<boolean>) | null;
  /**
   * Durable when it returns. False when another dispatcher has taken over, which then has the mail; what this one knows is
   * recorded nevertheless. Repeatable. Throws STORE_UNAVAILABLE.
   */
  record(outcome: AttemptOutcome): Promise<boolean>;
  /** Waits until what was recorded can be seen by everyone, and lets go of the organization. Throws STORE_UNAVAILABLE. */
  close(): Promise<void>;
}

/** A recipient that cannot be reached and whose notice has not been written yet. */
export interface OwedNotice {
  readonly mailId: string;
  readonly recipient: string;
  /** Place of the recipient in the mail, from 0; names them where addresses must not stand. */
  readonly position: number;
}

/** What there is to do for an organization at this moment. */
export interface OrganizationWork {
  readonly organizationId: string;
  /** Of the mails that are due and have not reached their age. */
  readonly dueCategories: readonly OutboxCategory[];
  /** Whether there is work besides sending those: a mail past its age or abandoned, or a notice. */
  readonly hasOther: boolean;
}

/** The dispatcher's side of the outbox. */
export interface OutboxLedger {
  /**
   * Takes an organization's mail in hand; a dispatcher that had it before can claim nothing any more. Of what it may have
   * sent without recording it, every mail becomes `held`; what was not begun waits again. Waits while a shared dispatcher has
   * the organization in hand, and says so; `signal` ends that with its reason. Repeatable. Throws STORE_UNAVAILABLE.
   */
  takeOver(organizationId: string, now: string, signal?: AbortSignal): Promise<DispatchRun>;
  /**
   * A run that takes the organization in hand with its first claim, where no dispatcher has it or waits for it then, and nothing
   * of it is in hand; otherwise that claim answers null. It is held until the run is closed or its process dies.
   */
  whenFree(organizationId: string): DispatchRun;
  /** Waiting mails past their age become `expired` for every recipient that still waits. */
  expireOverdue(organizationId: string, now: string): Promise<number>;
  /**
   * Due mails of these categories become `undeliverable` for every recipient that still waits, with this code of our own as
   * the answer. Throws STORE_UNAVAILABLE.
   */
  giveUpDue(organizationId: string, categories: readonly OutboxCategory[], now: string, code: string): Promise<number>;
  /**
   * Mails of these categories that wait, due or not, become `cancelled` for every recipient that still waits, with this code of
   * our own as the answer. Throws STORE_UNAVAILABLE.
   */
  cancelWaiting(
    organizationId: string,
    categories: readonly OutboxCategory[],
    now: string,
    code: string,
  ): Promise<number>;
  /** Transactional mails that wait for another attempt are due at once. Throws STORE_UNAVAILABLE. */
  hastenDeferred(organizationId: string, now: string): Promise<void>;
  /** When the next waiting mail of these categories is due; null when none waits. */
  nextDueAt(organizationId: string, categories: readonly OutboxCategory[]): Promise<string | null>;
  /** Notices that are due, the longest due first: those of whole mails, until there are `limit` or more. */
  owedNotices(organizationId: string, now: string, limit: number): Promise<readonly OwedNotice[]>;
  /** When the first notice is due that nobody has begun to route; null when there is none. */
  nextNoticeDueAt(organizationId: string): Promise<string | null>;
  /** What is still owed about these mails is due again later, each time after a longer wait. */
  postponeNotices(mailIds: readonly string[], now: string): Promise<void>;
  /** Everything a notice needs about the mail, with the header block of the original. */
  noticeSource(mailId: string): Promise<{ mail: MailRecord; headers: string } | null>;
  settleNotice(owed: Pick<OwedNotice, 'mailId' | 'recipient'>): Promise<void>;
  /** Organizations with mail that is due or abandoned or a notice that is due, the longest waiting first; for the sweep. */
  organizationsWithWork(now: string, limit: number): Promise<readonly OrganizationWork[]>;
}
