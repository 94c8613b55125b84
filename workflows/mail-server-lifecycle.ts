import { allHandlersFinished, condition, continueAsNew, log, patched, workflowInfo } from '@temporalio/workflow';

import { nextDeadline } from '../domain/lifecycle/deadline';
import type { LifecycleState, Task } from '../domain/lifecycle/state';
import { lifecycle } from './activity-proxies';
import type { LifecycleInput, LifecycleLimits } from './contract';
import { registerHandlers } from './lifecycle/command-handlers';
import { LifecycleBook } from './lifecycle/lifecycle-book';
import { RunningChecks } from './lifecycle/running-checks';
import { within } from './origin-scope';

const deadlinePause = '1 hour';

/**
 * One organization's lifecycle, from the first registration on, for as long as the organization exists. Handlers change
 * the state by the rules of the domain; this loop carries out what the state asks for.
 */
export async function mailServerLifecycle(input: LifecycleInput): Promise<never> {
  const book = new LifecycleBook(input);
  const checks = new RunningChecks(book, input.checkLimits);
  registerHandlers(book);
  book.show();
  for (;;) {
    await book.allSaved();
    // What came about since the last write ended is written before anything is done about it.
    if (!book.isSaved) continue;
    checks.cancelUnwanted();
    const task = book.nextTask();
    if (task) {
      await within(book.originOf(task), () => attempt(task, book, checks));
      book.finishTask();
    } else if (isHistoryLong(book.limits) && checks.isIdle) {
      await condition(allHandlersFinished);
      if (isAtRest(book)) await continueAsNew<typeof mailServerLifecycle>(nextInput(input, book));
    } else {
      await waitForNews(book, checks);
    }
  }
}

/** A task that can never succeed (a deposit that is gone, say) must not wedge the organization: what needs it will tell. */
async function attempt(task: Task, book: LifecycleBook, checks: RunningChecks): Promise<void> {
  try {
    await perform(task, book, checks);
  } catch (error) {
    log.error('A lifecycle task failed for good', { task: task.kind, error });
  }
}

async function perform(task: Task, book: LifecycleBook, checks: RunningChecks): Promise<void> {
  const { organizationId } = book.state;
  switch (task.kind) {
    case 'adopt-credential':
      return lifecycle.adoptCredential.executeWithOptions({ summary: 'Keep the submitted password' }, [
        { organizationId, credentialId: task.credentialId },
      ]);
    case 'shred-credentials':
      return lifecycle.shredCredentials.executeWithOptions({ summary: 'Destroy passwords no longer needed' }, [
        { organizationId, credentialIds: task.credentialIds },
      ]);
    case 'wake-dispatcher':
      return lifecycle.wakeDispatcher.executeWithOptions({ summary: 'Waiting mail may leave now' }, [
        { organizationId },
      ]);
    case 'check-draft':
    case 'check-rotation':
    case 'check-resume':
    case 'check-health':
      return checks.start(task);
  }
}

/** Sleeps until something has changed, or until the next deadline, and lets its fact come about. */
async function waitForNews(book: LifecycleBook, checks: RunningChecks): Promise<void> {
  const { version, organizationId } = book.state;
  const checksWereIdle = checks.isIdle;
  const isNews = (): boolean => book.state.version !== version || checks.isIdle !== checksWereIdle;
  const deadline = nextDeadline(book.state, watched(book.state, book.limits));
  if (deadline === null) return condition(isNews);
  const { at: moment, summary, fact } = deadline;
  const news = await condition(isNews, Math.max(moment - Date.now(), 1), { summary });
  if (news || Date.now() < moment) return undefined;
  const at = new Date().toISOString();
  const outcome = book.apply({ ...fact, actor: { kind: 'system', part: 'timer' }, at }, `timer/${organizationId}`);
  // A deadline that brings nothing about stands there still; it must not be met again and again without a pause.
  if (outcome.kind !== 'accepted') await condition(isNews, deadlinePause, { summary: 'Nothing came of a deadline' });
  return undefined;
}

/** Executions from before live servers were watched begin to be once nothing of their past is replayed; so with better times. */
function watched({ live }: LifecycleState, limits: LifecycleLimits): LifecycleLimits {
  if (!live) return limits;
  if (!patched('health-watch')) return { ...limits, healthCheckMs: 0 };
  return { ...limits, isEvenlySpread: patched('evenly-spread-checks') };
}

function nextInput(input: LifecycleInput, book: LifecycleBook): LifecycleInput {
  return { ...input, limits: book.limits, carried: book.carry() };
}

function isHistoryLong(limits: LifecycleLimits): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength >= limits.historyEvents;
}

function isAtRest(book: LifecycleBook): boolean {
  return book.isSaved && book.nextTask() === undefined;
}
