import { sleep } from '@temporalio/workflow';

import {
  checkReportId,
  completeResults,
  failingStage,
  overallVerdict,
  type CheckResult,
  type CheckStage,
  type TranscriptLine,
} from '../domain/check-report';
import type { CheckSummary } from '../domain/lifecycle/state';
import { check, checkStore } from './activity-proxies';
import type { CheckInput } from './contract';

interface Findings {
  readonly results: readonly CheckResult[];
  readonly transcript: readonly TranscriptLine[];
  readonly certificateExpiresAt?: string | null;
}

/**
 * One check run of one revision: resolve, open a session, send the test mail, in that order, as far as it goes. Trouble
 * that may pass by itself is tried again within bounds and ends `inconclusive`; it never counts against the customer.
 */
export async function checkMailServer(input: CheckInput): Promise<CheckSummary> {
  const startedAt = new Date().toISOString();
  const findings = await runStages(input);
  const results = completeResults(findings.flatMap((found) => found.results));
  const summary: CheckSummary = {
    reportId: checkReportId(input.purpose, input.revision, input.run),
    verdict: overallVerdict(results),
    failingStage: failingStage(results),
    certificateExpiresAt: findings.find((found) => found.certificateExpiresAt)?.certificateExpiresAt ?? null,
  };
  const { reportId, ...rest } = summary;
  await checkStore.saveReport({
    ...rest,
    id: reportId,
    organizationId: input.organizationId,
    revision: input.revision,
    run: input.run,
    results,
    transcript: findings.flatMap((found) => found.transcript),
    startedAt,
    finishedAt: new Date().toISOString(),
  });
  return summary;
}

async function runStages(input: CheckInput): Promise<Findings[]> {
  const resolved = await patiently(input, () =>
    check.resolveHost.executeWithOptions({ summary: stages('egress', 'dns') }, [input]),
  );
  if (isStopped(resolved)) return [resolved];
  const session = await patiently(input, () =>
    check.openSession.executeWithOptions({ summary: stages('connect', 'auth') }, [input]),
  );
  if (isStopped(session) || input.purpose === 'rotation') return [resolved, session];
  const mailed = await patiently(input, () =>
    check.sendTestMail.executeWithOptions({ summary: stages('mail-from', 'data') }, [input]),
  );
  return [resolved, session, mailed];
}

function stages(first: CheckStage, last: CheckStage): string {
  return `Stages ${first} to ${last}`;
}

async function patiently(input: CheckInput, attempt: () => Promise<Findings>): Promise<Findings> {
  let findings = await attempt();
  for (let attempts = 1; attempts < input.limits.attempts && isPassing(findings); attempts += 1) {
    await sleep(input.limits.pauseMs, { summary: 'Before another attempt: the trouble may pass' });
    findings = await attempt();
  }
  return findings;
}

function isPassing(findings: Findings): boolean {
  return overallVerdict(findings.results) === 'inconclusive';
}

function isStopped(findings: Findings): boolean {
  return failingStage(findings.results) !== null;
}
