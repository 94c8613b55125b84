import { ActivityFailure, ApplicationFailure, isCancellation, sleep } from '@temporalio/workflow';

import { foundFacts, isStopped, type CheckFindings } from '../domain/check-findings';
import { checkReportId, overallVerdict, type CheckResult, type CheckStage } from '../domain/check-report';
import type { ErrorCode } from '../domain/errors';
import { acceptedReturnPaths } from '../domain/return-path';
import type { CheckSummary } from '../domain/lifecycle/state';
import { check, checkStore } from './activity-proxies';
import type { CheckInput } from './contract';

const unreadable: ErrorCode = 'CREDENTIAL_UNREADABLE';
const nothing = { facts: {}, durationMs: 0 };

/**
 * One check run of one revision: resolve, open a session, send the test mail, in that order, as far as it goes. Trouble
 * that may pass by itself is tried again within bounds and ends `inconclusive`; it never counts against the customer.
 */
export async function checkMailServer(input: CheckInput): Promise<CheckSummary> {
  const startedAt = new Date().toISOString();
  const reportId = checkReportId(input.purpose, input.revision, input.run);
  const found = foundFacts(await runStages(input), input.purpose === 'rotation' ? 'auth' : 'data');
  await checkStore.saveReport({
    ...found,
    id: reportId,
    organizationId: input.organizationId,
    revision: input.revision,
    run: input.run,
    startedAt,
    finishedAt: new Date().toISOString(),
  });
  const { verdict, failingStage, certificateExpiresAt } = found;
  const returnPaths = acceptedReturnPaths(found.results);
  return { reportId, verdict, failingStage, certificateExpiresAt, returnPaths };
}

async function runStages(input: CheckInput): Promise<CheckFindings[]> {
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

async function patiently(
  input: CheckInput,
  stage: CheckStage,
  group: () => Promise<CheckFindings>,
): Promise<CheckFindings> {
  let findings = await attempt(stage, group);
  for (let attempts = 1; attempts < input.limits.attempts && isPassing(findings); attempts += 1) {
    await sleep(input.limits.pauseMs, { summary: 'Before another attempt: the trouble may pass' });
    findings = await attempt(stage, group);
  }
  return findings;
}

/** An activity that fails has had trouble of our own; the report says so, and the customer can go on from there. */
async function attempt(stage: CheckStage, group: () => Promise<CheckFindings>): Promise<CheckFindings> {
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

function isPassing(findings: CheckFindings): boolean {
  return overallVerdict(findings.results) === 'inconclusive';
}
