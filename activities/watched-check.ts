import type { CheckPurpose, CheckStage } from '../domain/check-report';
import type { CheckTarget } from '../domain/check-target';
import type { CheckProgressLog, CheckStep } from './ports/check-progress-log';
import type { StageFindings } from './ports/mail-server-prober';

/** A check run as its activities get it. */
export type CheckRun = CheckTarget & { readonly purpose: CheckPurpose };

/**
 * Lets people watch a step of a check run. Stages that follow quicker than they can be written are passed over; trouble
 * with the log is no trouble of the check.
 */
export async function watched<Findings extends StageFindings>(
  log: CheckProgressLog,
  run: CheckRun,
  step: CheckStep,
  work: (onStage: (stage: CheckStage) => void) => Promise<Findings>,
): Promise<Findings> {
  const { organizationId, purpose, revision, run: number } = run;
  const about = { organizationId, purpose, revision, run: number };
  let latest: CheckStage | null = null;
  let writing = Promise.resolve();
  const writeLatest = async (): Promise<void> => {
    if (latest === null) return;
    const stage = latest;
    latest = null;
    await log.entered(about, stage).catch(passOver);
  };
  const findings = await work((stage) => {
    latest = stage;
    writing = writing.then(writeLatest);
  });
  latest = null;
  await writing;
  await log.found(about, step, findings.results).catch(passOver);
  return findings;
}

function passOver(): void {
  // Whoever watches sees the report in the end.
}
