import type { BounceReason } from '../../domain/bounces/bounce-reason';
import type { ListPage } from '../../domain/list-order';
import type { MailCategory } from '../../domain/mail-message';
import type {
  Suppression,
  SuppressionChange,
  SuppressionCause,
  SuppressionState,
} from '../../domain/undeliverables/suppression';

/** What puts an address on the list. */
export interface NewSuppression {
  readonly organizationId: string;
  /** As it stands in the mail or request; the list brings it into its own form. */
  readonly address: string;
  readonly cause: SuppressionCause;
  readonly reason: Suppression['reason'];
  readonly mailId: string | null;
  readonly expiresAt: string | null;
  readonly change: Pick<SuppressionChange, 'at' | 'by' | 'note' | 'causedBy'>;
}

export interface SuppressionRemoval {
  readonly organizationId: string;
  readonly id: string;
  /** Null or nothing where any version will do. */
  readonly expectedVersion?: number | null;
  readonly change: Pick<SuppressionChange, 'at' | 'by' | 'note' | 'causedBy'>;
}

/** A command by its key, and what tells it from another one with that key. */
export interface SuppressionCommand {
  readonly organizationId: string;
  readonly causedBy: string;
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Which entries of an organization to list; what is left out or undefined does not matter. */
export interface SuppressionFilter {
  readonly organizationId: string;
  readonly state?: SuppressionState | undefined;
  readonly cause?: SuppressionCause | undefined;
  readonly reason?: BounceReason | undefined;
  readonly address?: string | undefined;
  /** The moment that `state` is told at, ISO 8601. */
  readonly now: string;
}

/**
 * What accepting and sending ask. Ask right before MAIL FROM with the recipients that are still to be sent to: those in
 * the answer are not handed to any server; `keptBackFor` tells what becomes of them. Ask for organizations' mail only, never
 * for notices: those go to addresses that the organization itself gave.
 */
export interface SuppressionCheck {
  /**
   * Those of these addresses, as they were given, that nothing of this category (transactional by default) may be sent to
   * now, each with every cause for it: who has unsubscribed gets transactional mail all the same. Throws STORE_UNAVAILABLE.
   */
  suppressed(
    organizationId: string,
    addresses: readonly string[],
    now: string,
    category?: MailCategory,
  ): Promise<ReadonlyMap<string, readonly SuppressionCause[]>>;
}

/** The list of each organization, with a trail of who changed what. Throws STORE_UNAVAILABLE. */
export interface SuppressionList extends SuppressionCheck {
  /** Whether the organization's list has any entry at all, those that have ended or were removed included. */
  hasEntries(organizationId: string): Promise<boolean>;
  /**
   * Puts an address on the list, or back on it; an entry that keeps mail back for a stronger cause or longer keeps both.
   * The same `causedBy` again changes nothing.
   */
  add(suppression: NewSuppression): Promise<Suppression>;
  /**
   * Takes an address off the list; the entry stays visible as removed. Null when the organization has none of this id. Throws
   * PRECONDITION_FAILED where it has another version.
   */
  remove(removal: SuppressionRemoval): Promise<Suppression | null>;
  /**
   * Reserves the key of a command for that command before it is carried out; the same command may come again, also at the
   * same time. Throws IDEMPOTENCY_KEY_REUSED where another command of the organization has the key.
   */
  claim(command: SuppressionCommand): Promise<void>;
  find(organizationId: string, id: string): Promise<Suppression | null>;
  /** The newest first, where no other order is asked for. */
  list(filter: SuppressionFilter, page: ListPage<'suppressions'>): Promise<readonly Suppression[]>;
}
