import type { BounceReason } from '../../domain/bounces/bounce-reason';
import type { ListPage } from '../../domain/list-order';
import type { MailRoute } from '../../domain/mail-message';
import type { CorrelationProof } from '../../domain/undeliverables/correlation';
import type { Failure, FailureCause } from '../../domain/undeliverables/failure';
import type { RefusalCount } from '../../domain/undeliverables/refusal-pattern';

/** Who is told about an undeliverable, and by which mail of the outbox; a digest tells of many at once. */
export interface UndeliverableNotice {
  readonly to: string;
  readonly mailId: string;
  readonly kind: 'single' | 'digest';
}

/** A mail that did not reach one of its recipients, and who was told. Times are ISO 8601. */
export interface Undeliverable extends Failure {
  /** See `undeliverableId`. */
  readonly id: string;
  readonly organizationId: string;
  readonly mailId: string;
  /** Place of the recipient in the mail, from 0. */
  readonly position: number;
  readonly recipient: string;
  readonly subject: string;
  /** The route of the attempt that failed; null where none was made. */
  readonly route: MailRoute | null;
  /** The mail that reported it, and what ties it to ours; null where we saw it ourselves. */
  readonly inboundMailId: string | null;
  readonly proof: CorrelationProof | null;
  /** Null while nobody has been told, and for good where the bounce went to somebody else by itself. */
  readonly notice: UndeliverableNotice | null;
  readonly recordedAt: string;
}

/** What is left out does not narrow the list. */
export interface UndeliverableFilter {
  readonly organizationId: string;
  readonly cause?: FailureCause | undefined;
  readonly reason?: BounceReason | undefined;
  readonly recipient?: string | undefined;
  readonly mailId?: string | undefined;
  /** Recorded at this moment or later. */
  readonly since?: string | undefined;
  /** Recorded before this moment. */
  readonly until?: string | undefined;
}

/** What did not arrive, once for each mail and recipient. Throws STORE_UNAVAILABLE. */
export interface UndeliverableStore {
  /** Records once by id; returns what stands there. */
  record(undeliverable: Undeliverable): Promise<Undeliverable>;
  /**
   * Reserves the notice about it: the first reservation stands, so that one failure is told once, whoever writes it.
   * Returns what stands there. Throws INTERNAL for an id that was never recorded.
   */
  reserveNotice(id: string, notice: UndeliverableNotice): Promise<Undeliverable>;
  find(organizationId: string, id: string): Promise<Undeliverable | null>;
  /** The newest first, where no other order is asked for. */
  list(filter: UndeliverableFilter, page: ListPage<'undeliverables'>): Promise<readonly Undeliverable[]>;
  /** How many different recipients the organization's own server could not reach since then, by reason. */
  refusalCounts(organizationId: string, since: string): Promise<readonly RefusalCount[]>;
}

/** One id for each mail and recipient, without an address in it: ids stand in URLs and logs. */
export function undeliverableId(mailId: string, position: number): string {
  return `${mailId}.${position}`;
}
