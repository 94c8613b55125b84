import type { AuditEntry, ChainedAuditEntry } from '../../domain/audit-entry';
import type { CheckReport } from '../../domain/check-report';
import type { LifecycleState } from '../../domain/lifecycle/state';

/** Writes what the workflow decided, so that it can be queried. */
export interface LifecycleProjector {
  /**
   * Appends the audit entries (each once, by sequence) and replaces the projection unless a newer version stands there.
   * Durable (`majority`, journalled) when it returns, and by then nobody acts by an older one any more. Throws
   * STORE_UNAVAILABLE.
   */
  save(state: LifecycleState, entries: readonly AuditEntry[]): Promise<void>;
}

/** Reads projections. Throws STORE_UNAVAILABLE. */
export interface LifecycleReader {
  /** The projection as it is at this moment: never one that was replaced before `save` returned. Cheap to ask for often. */
  find(organizationId: string): Promise<LifecycleState | null>;
  list(page: { limit: number; after: string | null }): Promise<readonly LifecycleState[]>;
  /** Drafts that await review, the longest waiting first; from the one after the given place on. */
  reviewQueue(page: { limit: number; after: ReviewPlace | null }): Promise<readonly LifecycleState[]>;
  auditTrail(
    organizationId: string,
    page: { limit: number; before: number | null },
  ): Promise<readonly ChainedAuditEntry[]>;
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
