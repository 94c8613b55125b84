import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ParentClosePolicy,
  WorkflowIdReusePolicy,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  log,
  setCurrentDetails,
  setHandler,
  startChild,
  uuid4,
  workflowInfo,
  type ActivityOptions,
} from '@temporalio/workflow';

import type { DeliveryRound } from '../activities/delivery-activities';
import type { OwedNotice } from '../activities/ports/outbox';
import type { SendingNews } from '../domain/sending-news';
import { delivery } from './activity-proxies';
import {
  digestWorkflowId,
  firstMailSentSignal,
  lifecycleWorkflowId,
  mailWaitingSignal,
  sendingFailedSignal,
  sendingWorksSignal,
  undeliverableWorkflowId,
  workflowTypes,
  type DispatchInput,
} from './contract';
import type { routeUndeliverable } from './route-undeliverable';
import { organizationIdKey } from './search-attributes';

/**
 * Drains one organization's outbox, in rounds of many mails, so that a mail costs a few database writes and no workflow.
 * Sleeps until the next mail is due, and ends when none waits; signal-with-start brings it back.
 */
export async function dispatchMail(input: DispatchInput): Promise<void> {
  let isWoken = true;
  const news: SendingNews[] = [];
  setHandler(mailWaitingSignal, (seen) => {
    isWoken = true;
    if (seen) news.push(seen);
  });
  while (isWoken) {
    isWoken = false;
    for (const seen of news.splice(0)) await tellLifecycle(input.organizationId, seen);
    const round = await delivery.deliverDueMail.executeWithOptions(roundOptions(input), [input]);
    setCurrentDetails(detailsOf(round));
    await report(input.organizationId, round);
    if (round.hasMore) isWoken = true;
    else if (round.nextDueAt) isWoken = await sleepUntil(round.nextDueAt, () => isWoken);
    // News is told before.
    if (isWoken && news.length === 0 && workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof dispatchMail>(input);
  }
}

function roundOptions({ takeoverMs }: DispatchInput): ActivityOptions {
  const summary = 'Send due mail';
  return takeoverMs === undefined ? { summary } : { summary, heartbeatTimeout: takeoverMs };
}

/** True when there is something to do: the time has come, or somebody brought news. */
async function sleepUntil(due: string, isWoken: () => boolean): Promise<true> {
  await condition(isWoken, Math.max(Date.parse(due) - Date.now(), 1), { summary: 'Until the next mail is due' });
  return true;
}

async function report(organizationId: string, round: DeliveryRound): Promise<void> {
  await tellLifecycle(organizationId, round);
  const { owedNotices, digestFrom = Number.POSITIVE_INFINITY } = round;
  if (owedNotices.length >= digestFrom) return await startDigest(organizationId, owedNotices);
  for (const owed of owedNotices) await startNotice(organizationId, owed);
}

/**
 * Trouble comes again with the next attempt, what works with the next mail until the lifecycle knows: a lifecycle
 * that cannot be told now, or is none any more, is no reason to stop.
 */
async function tellLifecycle(organizationId: string, news: SendingNews): Promise<void> {
  const { customerTrouble, worksAgain, firstSentBy } = news;
  const lifecycle = getExternalWorkflowHandle(lifecycleWorkflowId(organizationId));
  try {
    if (customerTrouble) await lifecycle.signal(sendingFailedSignal, customerTrouble);
    if (worksAgain) await lifecycle.signal(sendingWorksSignal, worksAgain);
    if (typeof firstSentBy === 'number') await lifecycle.signal(firstMailSentSignal, { revision: firstSentBy });
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn('The lifecycle could not be told what a round of sending saw', {
      customerTrouble,
      worksAgain,
      firstSentBy,
      error,
    });
  }
}

async function startNotice(organizationId: string, { mailId, position, recipient }: OwedNotice): Promise<void> {
  try {
    await startChild<typeof routeUndeliverable>(workflowTypes.undeliverable, {
      workflowId: undeliverableWorkflowId(mailId, position),
      args: [{ organizationId, mailId, recipient }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      typedSearchAttributes: [{ key: organizationIdKey, value: organizationId }],
      staticSummary: `Undeliverable mail ${mailId}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    log.info('This undeliverable is being routed already', { mailId, error });
  }
}

/** Many failures at once are collected; one that a notice has been written about meanwhile is left out there. */
async function startDigest(organizationId: string, owed: readonly OwedNotice[]): Promise<void> {
  const digestId = uuid4();
  await startChild<typeof routeUndeliverable>(workflowTypes.undeliverable, {
    workflowId: digestWorkflowId(digestId),
    args: [{ organizationId, digestId, owed }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    typedSearchAttributes: [{ key: organizationIdKey, value: organizationId }],
    staticSummary: `${owed.length} undeliverable mails at once`,
  });
}

function detailsOf(round: DeliveryRound): string {
  const next = round.nextDueAt ? `next mail due ${round.nextDueAt}` : 'no mail waits';
  return `Last round: ${round.handled} mails handled, ${round.owedNotices.length} notices owed; ${next}`;
}
