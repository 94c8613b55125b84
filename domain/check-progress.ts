import type { CheckPurpose, CheckResult, CheckStage } from './check-report';
import { customerResults } from './customer-results';

/** How far a check run has come. */
export interface CheckProgress {
  /** Id of the report that the run will leave. */
  readonly reportId: string;
  readonly revision: number;
  readonly run: number;
  readonly purpose: CheckPurpose;
  /** The stage that is under way; null between two stages and at the end. */
  readonly stage: CheckStage | null;
  /** What was found so far, in stage order. */
  readonly results: readonly CheckResult[];
  /** Whether the report is there. */
  readonly finished: boolean;
}

/** Stages of which a customer must not be able to tell how long each of them took. */
const beforeLogin: ReadonlySet<CheckStage> = new Set(['connect', 'greeting', 'ehlo', 'tls']);

/**
 * Progress as a customer may see it: results are blurred as in the report, and everything from `connect` to the login
 * shows as `connect`, because its rhythm would tell what else answers there.
 */
export function customerProgress(progress: CheckProgress): CheckProgress {
  const { stage, results } = progress;
  const shown = stage !== null && beforeLogin.has(stage) ? 'connect' : stage;
  return { ...progress, stage: shown, results: results.length === 0 ? [] : customerResults(results) };
}
