import type { ChainedAuditEntry } from '../../domain/audit-entry';
import type { LifecycleState } from '../../domain/lifecycle/state';

/** What has happened to an organization and has not been announced, with the state that it led to. */
export interface News {
  readonly state: LifecycleState;
  /** Oldest first. */
  readonly entries: readonly ChainedAuditEntry[];
}

/** Remembers up to where each organization's audit trail has been announced. Throws STORE_UNAVAILABLE. */
export interface AnnouncementLedger {
  /** At most `limit` entries after the last announced one; null for an organization without a projection. */
  news(organizationId: string, limit: number): Promise<News | null>;
  /** Everything up to this entry is announced. */
  settle(organizationId: string, sequence: number): Promise<void>;
  /** Organizations with something to announce; for the sweep. */
  organizationsWithNews(limit: number): Promise<readonly string[]>;
}

/** Lets the announcements of an organization go out, starting their workflow where none runs. Throws WORKFLOW_UNAVAILABLE. */
export interface Announcer {
  announce(organizationId: string): Promise<void>;
}
