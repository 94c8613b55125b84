import { allHandlersFinished, condition, continueAsNew, log, workflowInfo } from '@temporalio/workflow';

import { draftDeadline } from '../domain/lifecycle/deadline';
import type { Task } from '../domain/lifecycle/state';
import { lifecycle } from './activity-proxies';
import type { LifecycleInput } from './contract';
import { registerHandlers } from './lifecycle/command-handlers';
import { LifecycleBook } from './lifecycle/lifecycle-book';
import { RunningChecks } from './lifecycle/running-checks';

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
    checks.cancelUnwanted();
    const task = book.nextTask();
    if (task) {
      await attempt(task, book, checks);
      book.finishTask();
    } else if (isHistoryLong(input) && checks.isIdle) {
      await condition(allHandlersFinished);
      if (isAtRest(book)) await continueAsNew<typeof mailServerLifecycle>({ ...input, carried: book.carry() });
    } else {
      await waitForNews(input, book, checks);
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
      return checks.start(task);
  }
}

/** Sleeps until something has changed, or until the draft has waited too long. */
async function waitForNews(input: LifecycleInput, book: LifecycleBook, checks: RunningChecks): Promise<void> {
  const { version, organizationId } = book.state;
  const checksWereIdle = checks.isIdle;
  const isNews = (): boolean => book.state.version !== version || checks.isIdle !== checksWereIdle;
  const deadline = draftDeadline(book.state, input.limits);
  if (deadline === null) return condition(isNews);
  const summary = `Until the draft expires (${book.state.draft?.status ?? 'none'})`;
  const news = await condition(isNews, Math.max(deadline - Date.now(), 1), { summary });
  const { draft } = book.state;
  if (news || !draft || Date.now() < deadline) return undefined;
  const at = new Date().toISOString();
  const payload = { revision: draft.revision.number };
  book.apply({ type: 'waitExpired', actor: { kind: 'system', part: 'timer' }, at, payload }, `timer/${organizationId}`);
  return undefined;
}

function isHistoryLong(input: LifecycleInput): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength >= input.limits.historyEvents;
}

function isAtRest(book: LifecycleBook): boolean {
  return book.isSaved && book.nextTask() === undefined;
}
