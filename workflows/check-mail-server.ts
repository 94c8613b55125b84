import { sleep } from '@temporalio/workflow';

import { foundFacts, isStopped, type CheckFindings } from '../domain/check-findings';
import { checkReportId, overallVerdict, type CheckStage } from '../domain/check-report';
import type { CheckSummary } from '../domain/lifecycle/state';
import { check, checkStore } from './activity-proxies';
import type { CheckInput } from './contract';

/**
 * One check run of one revision: resolve, open a session, send the test mail, in that order, as far as it goes. Trouble
 * that may pass by itself is tried again within bounds and ends `inconclusive`; it never counts against the customer.
 */
export async function checkMailServer(input: CheckInput): Promise<CheckSummary> {
  const startedAt = new Date().toISOString();
  const reportId = checkReportId(input.purpose, input.revision, input.run);
  const found = foundFacts(await runStages(input));
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
  return { reportId, verdict, failingStage, certificateExpiresAt };
}

async function runStages(input: CheckInput): Promise<CheckFindings[]> {
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

async function patiently(input: CheckInput, attempt: () => Promise<CheckFindings>): Promise<CheckFindings> {
  let findings = await attempt();
  for (let attempts = 1; attempts < input.limits.attempts && isPassing(findings); attempts += 1) {
    await sleep(input.limits.pauseMs, { summary: 'Before another attempt: the trouble may pass' });
    findings = await attempt();
  }
  return findings;
}

function isPassing(findings: CheckFindings): boolean {
  return overallVerdict(findings.results) === 'inconclusive';
}
