import {
  getExternalWorkflowHandle,
  isCancellation,
  log,
  patched,
  setCurrentDetails,
  sleep,
} from '@temporalio/workflow';

import type { OrganizationPattern } from '../activities/apply-bounce';
import type { Rejection } from '../activities/ports/inbound-mail-store';
import type { ReceivedMailResult } from '../activities/route-received-mail';
import type { NoticeResult } from '../activities/undeliverable-activities';
import { inbound, inboundAtOnce, undeliverable } from './activity-proxies';
import {
  bounceRejectedSignal,
  lifecycleWorkflowId,
  refusalPatternSignal,
  type DigestInput,
  type ReceivedMailInput,
  type UndeliverableInput,
} from './contract';

const firstPauseMs = 2_000;
const longestPauseMs = 60_000;

/**
 * Tells the right person that one mail did not reach one recipient (rule 6): the notice goes into the outbox as a mail of
 * its own, so that it is delivered as carefully as any other. What came in from outside is read and correlated first; what
 * it says is then owed like a refusal that we saw ourselves.
 */
export async function routeUndeliverable(input: UndeliverableInput): Promise<void> {
  if ('inboundMailId' in input) return await routeReceived(input);
  const { organizationId } = input;
  await reportPattern(
    organizationId,
    'digestId' in input ? await digest(input) : await undeliverable.writeNotice(input),
  );
}

async function digest(input: DigestInput): Promise<NoticeResult> {
  return await undeliverable.writeDigest.executeWithOptions({ summary: `${input.owed.length} failures` }, [input]);
}

/** A bounce can be quicker than the record of the attempt that it is about; then it comes again, a little later. */
async function routeReceived(input: ReceivedMailInput): Promise<void> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const { again, outcome, patterns, rejections = [] } = await look(input);
    setCurrentDetails(outcome === null ? 'Waits for the record of its attempt' : `Came to: ${outcome}`);
    for (const pattern of patterns) await reportPattern(pattern.organizationId, pattern);
    for (const rejection of rejections) await reportRejection(rejection, input);
    if (!again) return;
    await sleep(pauseMs, { summary: 'Until the attempt is recorded' });
  }
}

/** Nearly every mail is settled in a moment; in a flood of them, a task of its own for each look would cost as much again. */
async function look(input: ReceivedMailInput): Promise<ReceivedMailResult> {
  if (!patched('looks-at-once')) return await inbound.routeReceivedMail(input);
  try {
    return await inboundAtOnce.routeReceivedMail(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return await inbound.routeReceivedMail(input);
  }
}

/** What was not believed changes nothing, but stands in the audit trail of the organization that it was aimed at. */
async function reportRejection({ organizationId, fault }: Rejection, { inboundMailId }: ReceivedMailInput) {
  try {
    const lifecycle = getExternalWorkflowHandle(lifecycleWorkflowId(organizationId));
    await lifecycle.signal(bounceRejectedSignal, { reason: fault, inboundMailId });
  } catch (error) {
    log.warn('A rejected bounce could not be noted by the lifecycle', { fault, inboundMailId, error });
  }
}

/** `result` is missing in executions from before there were patterns. */
async function reportPattern(
  organizationId: string,
  result: NoticeResult | Pick<OrganizationPattern, 'pattern'> | undefined,
): Promise<void> {
  if (!result?.pattern) return;
  const { revision, reason, recipients } = result.pattern;
  try {
    const lifecycle = getExternalWorkflowHandle(lifecycleWorkflowId(organizationId));
    await lifecycle.signal(refusalPatternSignal, { revision, reason, recipients });
  } catch (error) {
    log.warn('A pattern of refusals could not be reported to the lifecycle', { reason, recipients, error });
  }
}
