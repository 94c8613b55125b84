import {
  completeResults,
  failingStage,
  overallVerdict,
  type CheckReport,
  type CheckResult,
  type CheckStage,
  type TranscriptLine,
} from './check-report';
import type { ReportedCapabilities, ReportedTls } from './session-facts';

/** What one group of stages found. Only a group that opens a session knows the last three. */
export interface CheckFindings {
  readonly results: readonly CheckResult[];
  readonly transcript: readonly TranscriptLine[];
  readonly certificateExpiresAt?: string | null;
  readonly capabilities?: ReportedCapabilities | null;
  readonly tls?: ReportedTls | null;
}

/** The parts of a report that follow from what was found. */
export type FoundFacts = Omit<CheckReport, 'id' | 'organizationId' | 'revision' | 'run' | 'startedAt' | 'finishedAt'>;

/** Puts the findings of a run together. Every stage up to `upTo` is named; those that did not run are `skipped`. */
export function foundFacts(findings: readonly CheckFindings[], upTo: CheckStage): FoundFacts {
  const results = completeResults(
    findings.flatMap((found) => found.results),
    upTo,
  );
  return {
    verdict: overallVerdict(results),
    failingStage: failingStage(results),
    results,
    transcript: findings.flatMap((found) => found.transcript),
    certificateExpiresAt: findings.find((found) => found.certificateExpiresAt)?.certificateExpiresAt ?? null,
    capabilities: findings.find((found) => found.capabilities)?.capabilities ?? null,
    tls: findings.find((found) => found.tls)?.tls ?? null,
  };
}

/** Whether a group of stages found something that the stages after it cannot do without. */
export function isStopped(findings: CheckFindings): boolean {
  return failingStage(findings.results) !== null;
}
