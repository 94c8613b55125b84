import type { ErrorCode } from '../../domain/errors';
import type { JobEnding, JobName, JobState, ReadingCounts } from '../../domain/job';
import type { ReconciliationCounts } from '../../domain/reconciliation/pass';

/** What each kind of job has come to when it is done. */
export interface JobResults {
  readonly reconciliation: ReconciliationCounts;
  readonly 'inbound-reading': ReadingCounts;
}

/** How a job stands at this moment. Times are ISO 8601. */
export interface Job extends JobName {
  readonly state: JobState;
  readonly startedAt: string;
  /** Null while it is under way. */
  readonly endedAt: string | null;
  /** Null unless it is done. */
  readonly result: JobResults[keyof JobResults] | null;
  /** Null unless it failed; INTERNAL where what it failed with is no code of the catalogue. */
  readonly failure: { readonly ending: JobEnding; readonly code: ErrorCode } | null;
}

/** Looks at jobs. Throws WORKFLOW_UNAVAILABLE. */
export interface JobReader {
  /** Null for a job that nobody asked for, or that ended longer ago than the workflow service remembers. */
  find(name: JobName): Promise<Job | null>;
}
