import { randomUUID } from 'node:crypto';

import type { Client } from '@temporalio/client';

import { defaultLifecycleLimits, dispatchWorkflowId, mailWaitingSignal, workflowTypes } from '../../workflows/contract';
import { approval, people, profile, rejection, settings } from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import type { RecordedDelivery } from '../support/recorded-delivery';
import { result, type RecordedLifecycle } from '../support/recorded-lifecycle';

/** What a story may use: a client, the worker's task queue, and the world that its activities act on. */
export interface Stage {
  readonly client: Client;
  readonly taskQueue: string;
  readonly world: RecordedLifecycle;
  readonly delivery: RecordedDelivery;
}

/** An execution whose history is worth keeping. */
export interface RecordedExecution {
  readonly workflowId: string;
  readonly runId?: string;
}

/** Plays a story; answers the executions to record, by the name of their file. */
export type Story = (stage: Stage) => Promise<Readonly<Record<string, RecordedExecution>>>;

const submission = { revision: 0, settings, credentialId: 'credential-1' };
const confirmation = { revision: 1, code: 'RIGHT' };

async function unlocked({ client, taskQueue }: Stage, limits = defaultLifecycleLimits): Promise<LifecycleClient> {
  const lifecycle = new LifecycleClient(client, taskQueue);
  await lifecycle.start({ limits });
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
  return lifecycle;
}

async function reviewed(stage: Stage, limits = defaultLifecycleLimits): Promise<LifecycleClient> {
  const lifecycle = await unlocked(stage, limits);
  await lifecycle.command('submitSettings', people.admin, submission);
  await stage.world.draft('awaiting-confirmation');
  await lifecycle.command('confirmTestMail', people.admin, confirmation);
  return lifecycle;
}

const lifecycleOf = ({ handle }: LifecycleClient): RecordedExecution => ({ workflowId: handle.workflowId });
const checkOf = ({ organizationId }: LifecycleClient): RecordedExecution => ({
  workflowId: `mail-server/${organizationId}/draft-check/1-1`,
});

export const stories: Readonly<Record<string, Story>> = {
  async wholeWay(stage) {
    const lifecycle = await reviewed(stage);
    await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
    await lifecycle.command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-2' });
    await stage.world.savedState(({ live }) => live?.revision.credentialId === 'credential-2');
    await lifecycle.command('suspend', people.ops, { reason: 'abuse' });
    await lifecycle.command('resume', people.ops, { note: null });
    await lifecycle.command('revoke', people.sales, { reason: 'contract ended' });
    return { 'lifecycle.whole-way': lifecycleOf(lifecycle), 'check.passed': checkOf(lifecycle) };
  },
  async wrongCodeAndRejection(stage) {
    const lifecycle = await unlocked(stage);
    await lifecycle.command('submitSettings', people.admin, submission);
    await stage.world.draft('awaiting-confirmation');
    await lifecycle.refusal('confirmTestMail', people.admin, { ...confirmation, code: 'WRONG' });
    await lifecycle.command('confirmTestMail', people.admin, confirmation);
    const decision = { commandId: randomUUID(), actor: people.reviewer, revision: 1, decision: rejection };
    await lifecycle.handle.signal('decideBySignal', { ...decision, revision: 9 });
    await lifecycle.handle.signal('decideBySignal', decision);
    await stage.world.draft('rejected');
    return { 'lifecycle.wrong-code-and-rejection-by-signal': lifecycleOf(lifecycle) };
  },
  async withdrawnDuringCheck(stage) {
    const release = stage.world.holdSessions();
    const lifecycle = await unlocked(stage);
    await lifecycle.command('submitSettings', people.admin, submission);
    await stage.world.sessionReached;
    await lifecycle.command('withdraw', people.admin, { revision: 1 });
    release();
    await stage.world.draft('withdrawn');
    const check = checkOf(lifecycle);
    await stage.client.workflow
      .getHandle(check.workflowId)
      .result()
      .catch(() => undefined);
    return { 'lifecycle.withdrawn-during-check': lifecycleOf(lifecycle), 'check.cancelled': check };
  },
  async failedThenExpired(stage) {
    stage.world.sessions = [
      [result('auth', 'inconclusive', 'AUTH_TEMPORARY')],
      [result('auth', 'fail', 'AUTH_REFUSED')],
    ];
    const lifecycle = await unlocked(stage, { ...defaultLifecycleLimits, draftExpiryMs: 500 });
    await lifecycle.command('submitSettings', people.admin, submission);
    await stage.world.draft('expired');
    return {
      'lifecycle.failed-check-then-expired': lifecycleOf(lifecycle),
      'check.retried-then-failed': checkOf(lifecycle),
    };
  },
  async continuedAsNew(stage) {
    const lifecycle = await unlocked(stage, { ...defaultLifecycleLimits, historyEvents: 20 });
    const { runId } = await lifecycle.handle.describe();
    await lifecycle.command('submitSettings', people.admin, submission);
    await stage.world.draft('awaiting-confirmation');
    await lifecycle.command('confirmTestMail', people.admin, confirmation);
    await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
    await stage.world.savedState(({ live }) => live !== null);
    const first = { ...lifecycleOf(lifecycle), runId };
    return { 'lifecycle.continues-as-new': first, 'lifecycle.continued-from-before': lifecycleOf(lifecycle) };
  },
  async watchedServer(stage) {
    const watch = { healthCheckMs: 300, healthRetryMs: 100, healthFailures: 2, certificateWarningDays: [10_000] };
    const lifecycle = await reviewed(stage, { ...defaultLifecycleLimits, ...watch });
    await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
    await stage.world.savedState(({ live }) => (live?.health?.run ?? 0) > 1 && live?.health?.warnedDays === 10_000);
    stage.world.sessions = [[result('auth', 'fail', 'AUTH_REFUSED')]];
    await stage.world.savedState(({ live }) => live?.status === 'suspended');
    return { 'lifecycle.watched-server': lifecycleOf(lifecycle) };
  },
  async dispatch({ client, taskQueue, delivery }) {
    const organizationId = `org-${randomUUID()}`;
    delivery.planned = [
      {
        handled: 200,
        hasMore: true,
        owedNotices: [{ mailId: randomUUID(), recipient: 'a@partner.example', position: 0 }],
      },
      { nextDueAt: new Date(Date.now() + 300).toISOString() },
    ];
    const handle = await client.workflow.signalWithStart(workflowTypes.dispatch, {
      workflowId: dispatchWorkflowId(organizationId),
      taskQueue,
      args: [{ organizationId }],
      signal: mailWaitingSignal,
    });
    await handle.result();
    return { 'dispatch.rounds-notice-and-sleep': { workflowId: handle.workflowId } };
  },
};
