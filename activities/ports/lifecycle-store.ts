import type { AuditEntry, ChainedAuditEntry } from '../../domain/audit-entry';
import type { CheckReport } from '../../domain/check-report';
import type { LifecycleState } from '../../domain/lifecycle/state';

/** Writes what the workflow decided, so that it can be queried. */
export interface LifecycleProjector {
  /**
   * Appends the audit entries (each once, by sequence) and replaces the projection unless a newer version stands there.
   * Durable (`majority`, journalled) when it returns. Throws STORE_UNAVAILABLE.
   */
  save(state: LifecycleState, entries: readonly AuditEntry[]): Promise<void>;
}

/** Reads projections. Throws STORE_UNAVAILABLE. */
export interface LifecycleReader {
  find(organizationId: string): Promise<LifecycleState | null>;
  list(page: { limit: number; after: string | null }): Promise<readonly LifecycleState[]>;
  /** Drafts that await review, the longest waiting first; from the one after the given place on. */
  reviewQueue(page: { limit: number; after: ReviewPlace | null }): Promise<readonly LifecycleState[]>;
  auditTrail(
    organizationId: string,
    page: { limit: number; before: number | null },
  ): Promise<readonly ChainedAuditEntry[]>;
}

/** Tells whether a projection that was read before is still the newest. Throws STORE_UNAVAILABLE. */
export interface LifecycleVersions {
  /** The versions of these organizations' projections at this moment; those without one are missing. */
  versions(organizationIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** A place in the review queue. `since` is ISO 8601. */
export interface ReviewPlace {
  readonly since: string;
  readonly organizationId: string;
}

export interface CheckReportStore {
  /** Stores a report once; a repeated save with the same id changes nothing. */
  save(report: CheckReport): Promise<void>;
  find(organizationId: string, reportId: string): Promise<CheckReport | null>;
}
