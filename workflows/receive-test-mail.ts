import { getExternalWorkflowHandle, sleep } from '@temporalio/workflow';

import { returnedMail } from './activity-proxies';
import { lifecycleWorkflowId, testMailReturnedSignal, type ReceivedMailInput } from './contract';

const pauseMs = 3_000;
/** A check run ends within minutes; whoever waits longer waits for a run that was given up. */
const mostLooks = 200;

/** A test mail came back by itself: it is audited, and confirms the draft as its code would have. */
export async function receiveTestMail(input: ReceivedMailInput): Promise<void> {
  const returned = await returnedMail.auditReturnedMail.executeWithOptions(
    { summary: 'Audit the returned test mail' },
    [input],
  );
  if (!returned) return;
  const { organizationId, revision, run } = returned;
  for (let looks = 0; looks < mostLooks && (await returnedMail.isStillChecking(returned)); looks += 1) {
    await sleep(pauseMs, { summary: 'Until the check run has ended' });
  }
  await getExternalWorkflowHandle(lifecycleWorkflowId(organizationId)).signal(testMailReturnedSignal, {
    revision,
    run,
  });
}
