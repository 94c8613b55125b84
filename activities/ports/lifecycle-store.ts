import type { AuditEntry, ChainedAuditEntry } from '../../domain/audit-entry';
import type { CheckReport } from '../../domain/check-report';
import type { ListPage } from '../../domain/list-order';
import type { LifecycleState, LifecycleStatuses } from '../../domain/lifecycle/state';
import type { RiskCode } from '../../domain/review/review-plan';
import type { PlaceNeighbour, SharedPlace } from '../../domain/review/shared-places';
import type { AuditFilter } from './audit-search';

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
  /** By id, where no other order is asked for. */
  list(page: ListPage<'organizations'>, filter?: OrganizationFilter): Promise<readonly LifecycleState[]>;
  /** Drafts that await review; the longest waiting first, where no other order is asked for. */
  reviewQueue(page: ListPage<'reviews'>, filter?: ReviewFilter): Promise<readonly LifecycleState[]>;
  auditTrail(
    organizationId: string,
    page: ListPage<'auditTrail'>,
    filter?: AuditFilter,
  ): Promise<readonly ChainedAuditEntry[]>;
}

/** Which organizations to list; what is left out or undefined does not matter. */
export interface OrganizationFilter extends Partial<{
  readonly [Part in keyof LifecycleStatuses]: LifecycleStatuses[Part] | undefined;
}> {
  /** Contained in the id, the name, a server or a sender's domain, whatever its case and accents. */
  readonly text?: string | undefined;
}

/** A part of the review queue; what is left out or undefined does not matter. */
export interface ReviewFilter {
  /** Decisions that were due before this time, ISO 8601. */
  readonly dueBefore?: string | undefined;
  /** In the hands of the person with this subject, or of nobody, at the time `at`. */
  readonly claim?: { readonly by: string | null; readonly at: string } | undefined;
  readonly risk?: RiskCode | undefined;
  /** Somebody has approved, and somebody else has to. */
  readonly awaitsSecondApproval?: boolean | undefined;
}

/** Finds other organizations. Throws STORE_UNAVAILABLE. */
export interface PlaceNeighbours {
  /** Organizations besides this one that use any of the places, at most `limit`. */
  sharing(organizationId: string, places: readonly SharedPlace[], limit: number): Promise<readonly PlaceNeighbour[]>;
}

export interface CheckReportStore {
  /** Stores a report once; a repeated save with the same id changes nothing. */
  save(report: CheckReport): Promise<void>;
  find(organizationId: string, reportId: string): Promise<CheckReport | null>;
}
