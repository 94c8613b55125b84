import { CancellationScope, isCancellation, patched } from '@temporalio/workflow';

import { foundFacts, type CheckFindings } from '../domain/check-findings';
import { checkReportId, failingStage, overallVerdict } from '../domain/check-report';
import { customerResults } from '../domain/customer-results';
import { acceptedReturnPaths } from '../domain/return-path';
import type { CheckSummary } from '../domain/lifecycle/state';
import { checkStore } from './activity-proxies';
import { deadlineOf, StagedRun } from './check-run/staged-run';
import type { CheckInput } from './contract';

/**
 * One check run of one revision: resolve, open a session, send the test mail, in that order, as far as it goes. Trouble
 * that may pass by itself is tried again within bounds and ends `inconclusive`; it never counts against the customer.
 * The summary is shown to the customer, so it tells no more than the customer's view of the report does.
 */
export async function checkMailServer(input: CheckInput): Promise<CheckSummary> {
  const startedAt = new Date().toISOString();
  const reportId = checkReportId(input.purpose, input.revision, input.run);
  const found = foundFacts(await findingsOf(input), input.purpose === 'draft' ? 'data' : 'auth');
  await checkStore.saveReport({
    ...found,
    id: reportId,
    organizationId: input.organizationId,
    revision: input.revision,
    run: input.run,
    startedAt,
    finishedAt: new Date().toISOString(),
  });
  const shown = customerResults(found.results);
  return {
    reportId,
    verdict: overallVerdict(shown),
    failingStage: failingStage(shown),
    failingCode: shown.find((result) => result.verdict === 'fail')?.code ?? null,
    certificateExpiresAt: found.certificateExpiresAt,
    returnPaths: acceptedReturnPaths(found.results),
  };
}

async function findingsOf(input: CheckInput): Promise<readonly CheckFindings[]> {
  const isBounded = patched('check-deadline');
  const run = new StagedRun(input, isBounded);
  if (isBounded) await cutOff(deadlineOf(input), () => run.run());
  else await run.run();
  return run.findings;
}

/** Ends what takes longer. A cancellation from outside is no deadline and goes on. */
async function cutOff(deadlineMs: number, run: () => Promise<void>): Promise<void> {
  try {
    await CancellationScope.withTimeout(deadlineMs, run);
  } catch (error) {
    if (!isCancellation(error) || CancellationScope.current().consideredCancelled) throw error;
  }
}
