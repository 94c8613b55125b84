import type { ListPage } from '../../domain/list-order';
import type { LifecycleState } from '../../domain/lifecycle/state';
import type { DriftKind, DriftOutcome, FoundProjection, ProjectionDrift } from '../../domain/reconciliation/drift';

/** Looks at the projections as they really lie there. Throws STORE_UNAVAILABLE. */
export interface ProjectionInspector {
  /** The projections behind this organization, by organization. */
  page(after: string | null, limit: number): Promise<readonly FoundProjection[]>;
  /** Those of these organizations that have one. */
  find(organizationIds: readonly string[]): Promise<ReadonlyMap<string, FoundProjection>>;
  /** Takes a version back that a projection claims without right, so that its lifecycle can write it anew; once. */
  takeBackVersion(organizationId: string, claimed: unknown, to: number): Promise<void>;
}

/** How a lifecycle stands with the workflow service. `failing`: its workflow tasks fail again and again. */
export type LifecycleStanding = 'running' | 'failing' | 'ended' | 'missing';

/** Looks at the lifecycles themselves. Throws WORKFLOW_UNAVAILABLE. */
export interface LifecycleInspector {
  /** Asks the service alone; no worker has to answer. */
  standing(organizationId: string): Promise<LifecycleStanding>;
  /** The lifecycle's own state. Throws ORGANIZATION_UNKNOWN. */
  state(organizationId: string): Promise<LifecycleState>;
  /** A page of the organizations whose lifecycles run; `nextToken` is null on the last one. */
  running(page: {
    limit: number;
    token: string | null;
  }): Promise<{ readonly organizationIds: readonly string[]; readonly nextToken: string | null }>;
  /** Has the lifecycle write its projection anew, once for a repair id; resolves when it stands there. */
  repair(organizationId: string, repair: RequestedRepair): Promise<void>;
}

export interface RequestedRepair {
  readonly repairId: string;
  readonly drift: ProjectionDrift;
  readonly projectedVersion: number | null;
}

/** An organization whose projection looked wrong at first sight. */
export interface Suspect {
  readonly organizationId: string;
  /** The version that the lifecycle had then; null where it did not answer. A projection below it is behind. */
  readonly version: number | null;
}

/** What became of drift at the second look. */
export type SettledDrift = Exclude<DriftOutcome, 'passed'>;

/** One side of a difference, as far as reports show it: whatever stood there, as text. */
export interface ComparedSide {
  /** Null where there stood none. */
  readonly version: number | null;
  readonly entitlement: string;
  readonly draft: string;
  readonly live: string;
}

/** What a comparison found about one organization. Times are ISO 8601. */
export interface DriftReport {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: DriftKind;
  /** Dotted names of the fields that differed. */
  readonly fields: readonly string[];
  readonly projected: ComparedSide | null;
  readonly actual: ComparedSide | null;
  readonly outcome: DriftOutcome;
  readonly foundAt: string;
  /** When it was seen last; later than `foundAt` where several comparisons found it open. */
  readonly seenAt: string;
  readonly endedAt: string | null;
}

export type DriftFinding = Pick<DriftReport, 'organizationId' | 'kind' | 'fields' | 'projected' | 'actual'> & {
  readonly at: string;
};

/** One comparison of all organizations. */
export interface ReconciliationPass {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly compared: number;
  readonly found: number;
  readonly repaired: number;
}

/** What is left out or undefined does not narrow the list. */
export interface DriftFilter {
  readonly outcome?: DriftOutcome | undefined;
  readonly kind?: DriftKind | undefined;
  readonly organizationId?: string | undefined;
  /** Found at this moment or later. */
  readonly since?: string | undefined;
  /** Found before this moment. */
  readonly until?: string | undefined;
}

/** Keeps what comparisons found. Throws STORE_UNAVAILABLE. */
export interface DriftLedger {
  /** Notes drift; what is open and found again is the same report. */
  noteOpen(finding: DriftFinding): Promise<void>;
  /** What was open about the organization, in this way, has been mended. */
  noteRepaired(finding: Pick<DriftFinding, 'organizationId' | 'kind'>): Promise<void>;
  /** Keeps the pass as the last one; what was open and not seen since it began has passed. */
  endPass(pass: ReconciliationPass): Promise<void>;
}

/** What people and metrics see of it. Throws STORE_UNAVAILABLE. */
export interface DriftReader {
  /** The newest first, where no other order is asked for. */
  list(filter: DriftFilter, page: ListPage<'projectionDrift'>): Promise<readonly DriftReport[]>;
  /** How much is open, by kind; kinds of which nothing is open are missing. */
  openByKind(): Promise<ReadonlyMap<DriftKind, number>>;
  lastPass(): Promise<ReconciliationPass | null>;
}

/** Counts what comparisons do. */
export interface DriftObserver {
  compared(count: number): void;
  drifted(kind: DriftKind, outcome: SettledDrift): void;
}

/** Starts a comparison beside the scheduled ones. */
export interface ReconciliationStarter {
  /**
   * One organization, or null for all. The same command id starts nothing new. Throws RECONCILIATION_RUNNING for all while a
   * comparison of all runs, WORKFLOW_UNAVAILABLE.
   */
  reconcile(request: { organizationId: string | null; commandId: string }): Promise<void>;
}
