import type { CheckPurpose, CheckResult, CheckStage } from '../../domain/check-report';

/** The run that progress is told of. */
export interface ProgressingRun {
  readonly organizationId: string;
  readonly purpose: CheckPurpose;
  readonly revision: number;
  readonly run: number;
}

/** The activity that found something; what it finds in a later attempt takes the place of what it found before. */
export type CheckStep = 'resolution' | 'session' | 'mail';

/** Lets people watch a check run. Nothing depends on it. Throws STORE_UNAVAILABLE. */
export interface CheckProgressLog {
  entered(run: ProgressingRun, stage: CheckStage): Promise<void>;
  found(run: ProgressingRun, step: CheckStep, results: readonly CheckResult[]): Promise<void>;
  /** The report is stored. */
  finished(run: ProgressingRun): Promise<void>;
}
