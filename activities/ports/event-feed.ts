import type { ChainedAuditEntry } from '../../domain/audit-entry';
import type { CheckProgress } from '../../domain/check-progress';
import type { LifecycleState } from '../../domain/lifecycle/state';
import type { MailRecord } from './outbox';

/** A place in the order of changes: the database's time in milliseconds since 1970, and the id of what changed. */
export interface FeedPlace {
  readonly at: number;
  readonly id: string;
}

/** Something that changed, as it is by now, and its place in the order. */
export interface Placed<Item> {
  readonly place: FeedPlace;
  readonly item: Item;
}

/** Up to where an organization's events have been told. */
export interface OrganizationPlace {
  /** Number of an entry of the audit trail. */
  readonly trail: number;
  readonly checks: FeedPlace;
  readonly mails: FeedPlace;
}

/**
 * What has changed after a place, the oldest first, at most `limit` of each. Whatever changes is told at its last change or
 * later, never before something that happened earlier; changes that follow quickly may be told as one. Throws
 * STORE_UNAVAILABLE.
 */
export interface EventFeed {
  /** Where an organization's events have come to; null for an organization without a projection. */
  organizationPlace(organizationId: string): Promise<OrganizationPlace | null>;
  entries(organizationId: string, after: number, limit: number): Promise<readonly ChainedAuditEntry[]>;
  checks(organizationId: string, after: FeedPlace, limit: number): Promise<readonly Placed<CheckProgress>[]>;
  /** Mails whose state changed after they were accepted. */
  mails(organizationId: string, after: FeedPlace, limit: number): Promise<readonly Placed<MailRecord>[]>;
  lifecyclesPlace(): Promise<FeedPlace>;
  lifecycles(after: FeedPlace, limit: number): Promise<readonly Placed<LifecycleState>[]>;
}
