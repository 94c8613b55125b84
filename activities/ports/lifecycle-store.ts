import type { AuditEntry, ChainedAuditEntry } from '../../domain/audit-entry';
import type { CheckReport } from '../../domain/check-report';
import type { ListPage } from '../../domain/list-order';
import type { LifecycleState, LiveStatus } from '../../domain/lifecycle/state';
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
  /** By id; with `live` only organizations whose server stands there. */
  list(page: {
    readonly limit: number;
    readonly after: string | null;
    readonly live?: LiveStatus | undefined;
  }): Promise<readonly LifecycleState[]>;
  /** Drafts that await review, the longest waiting first; from the one after the given place on. */
  reviewQueue(page: ReviewPage): Promise<readonly LifecycleState[]>;
  auditTrail(
    organizationId: string,
    page: ListPage<'auditTrail'>,
    filter?: AuditFilter,
  ): Promise<readonly ChainedAuditEntry[]>;
}

/** A part of the review queue; what is left out or undefined does not matter. */
export interface ReviewPage {
  readonly limit: number;
  readonly after: ReviewPlace | null;
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
