import { ActivityFailure, ApplicationFailure, isCancellation, sleep } from '@temporalio/workflow';

import {
  checkReportId,
  completeResults,
  failingStage,
  overallVerdict,
  type CheckResult,
  type CheckStage,
  type TranscriptLine,
} from '../domain/check-report';
import type { ErrorCode } from '../domain/errors';
import type { CheckSummary } from '../domain/lifecycle/state';
import { check, checkStore } from './activity-proxies';
import type { CheckInput } from './contract';

const unreadable: ErrorCode = 'CREDENTIAL_UNREADABLE';
const nothing = { facts: {}, durationMs: 0 };

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
  const results = completeResults(
    findings.flatMap((found) => found.results),
    input.purpose === 'rotation' ? 'auth' : 'data',
  );
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
  const resolved = await patiently(input, 'egress', () =>
    check.resolveHost.executeWithOptions({ summary: 'Stages egress to dns' }, [input]),
  );
  if (isStopped(resolved)) return [resolved];
  const session = await patiently(input, 'connect', () =>
    check.openSession.executeWithOptions({ summary: 'Stages connect to auth' }, [input]),
  );
  if (isStopped(session) || input.purpose === 'rotation') return [resolved, session];
  const mailed = await patiently(input, 'mail-from', () =>
    check.sendTestMail.executeWithOptions({ summary: 'Stages mail-from to data' }, [input]),
  );
  return [resolved, session, mailed];
}

async function patiently(input: CheckInput, stage: CheckStage, group: () => Promise<Findings>): Promise<Findings> {
  let findings = await attempt(stage, group);
  for (let attempts = 1; attempts < input.limits.attempts && isPassing(findings); attempts += 1) {
    await sleep(input.limits.pauseMs, { summary: 'Before another attempt: the trouble may pass' });
    findings = await attempt(stage, group);
  }
  return findings;
}

/** An activity that fails has had trouble of our own; the report says so, and the customer can go on from there. */
async function attempt(stage: CheckStage, group: () => Promise<Findings>): Promise<Findings> {
  try {
    return await group();
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { results: [ownTrouble(stage, error)], transcript: [] };
  }
}

function ownTrouble(stage: CheckStage, error: unknown): CheckResult {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  const isUnreadable = cause instanceof ApplicationFailure && cause.type === unreadable;
  if (isUnreadable) return { id: 'auth', stage: 'auth', verdict: 'fail', code: 'AUTH_PASSWORD_UNUSABLE', ...nothing };
  return { id: stage, stage, verdict: 'inconclusive', code: 'CHECK_INTERRUPTED', ...nothing };
}

function isPassing(findings: Findings): boolean {
  return overallVerdict(findings.results) === 'inconclusive';
}

function isStopped(findings: Findings): boolean {
  return failingStage(findings.results) !== null;
}
