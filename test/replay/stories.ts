import { randomUUID } from 'node:crypto';

import type { Client } from '@temporalio/client';

import {
  announcementWorkflowId,
  bounceRejectedSignal,
  defaultLifecycleLimits,
  digestWorkflowId,
  dispatchWorkflowId,
  firstMailSentSignal,
  inboundMailWorkflowId,
  mailWaitingSignal,
  sendingFailedSignal,
  sendingWorksSignal,
  newsSignal,
  readAgainWorkflowId,
  reconciliationWorkflowId,
  repairProjectionUpdate,
  testMailReturnedSignal,
  undeliverableWorkflowId,
  workflowTypes,
  type ReconciliationInput,
} from '../../workflows/contract';
import { approval, people, plan, profile, rejection, settings } from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import type { RecordedBackground } from '../support/recorded-background';
import type { RecordedDelivery } from '../support/recorded-delivery';
import { result, type RecordedLifecycle } from '../support/recorded-lifecycle';

/** What a story may use: a client, the worker's task queue, and the world that its activities act on. */
export interface Stage {
  readonly client: Client;
  readonly taskQueue: string;
  readonly world: RecordedLifecycle;
  readonly delivery: RecordedDelivery;
  readonly background: RecordedBackground;
}

/** An execution whose history is worth keeping. */
export interface RecordedExecution {
  readonly workflowId: string;
  readonly runId?: string;
}

/** Plays a story; answers the executions to record, by the name of their file. */
export type Story = (stage: Stage) => Promise<Readonly<Record<string, RecordedExecution>>>;

const submission = { revision: 0, settings, credentialId: 'credential-1' };
const dayMs = 24 * 60 * 60 * 1000;
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
  async closedAndBack(stage) {
    const lifecycle = await reviewed(stage);
    await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
    const endpoint = { url: 'https://hooks.customer.example/', credentialId: 'secret-1' };
    await lifecycle.command('setWebhookEndpoint', people.admin, endpoint);
    await lifecycle.command('closeOrganization', people.sales, { reason: 'the customer leaves' });
    await lifecycle.refusal('unlock', people.sales, { note: null, contractReference: null });
    await lifecycle.command('register', people.sender, { profile });
    return { 'lifecycle.closed-and-back': lifecycleOf(lifecycle) };
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
  async suspendedServer(stage) {
    const { world } = stage;
    world.policy = { healthFailures: 2, sendingFailureSpacingMs: 0, healthCheckMs: 0 };
    const lifecycle = await reviewed(stage);
    await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
    const used = { revision: 1, credentialId: 'credential-1' };
    const trouble = { ...used, code: 'SENDER_REFUSED' };
    await lifecycle.handle.signal(sendingFailedSignal, trouble);
    await lifecycle.handle.signal(sendingWorksSignal, used);
    await lifecycle.handle.signal(sendingFailedSignal, trouble);
    await lifecycle.handle.signal(sendingFailedSignal, trouble);
    await world.savedState(({ live }) => live?.status === 'suspended');
    const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false } as const;
    await lifecycle.command('setPreferences', people.admin, {
      preferences: { ...preferences, whileSuspended: { action: 'platform', afterHours: 0 } },
    });
    await world.savedState(({ live }) => live?.suspension?.mailPolicySince !== undefined);
    world.sessions = [[result('auth', 'fail', 'AUTH_REFUSED')]];
    await lifecycle.command('resume', people.ops, { note: null });
    await world.savedState(({ live }) => live?.lastResumption?.check.verdict === 'fail');
    world.sessions = [[result('auth', 'pass', 'AUTH_ACCEPTED')]];
    await lifecycle.command('resume', people.ops, { note: null });
    await world.savedState(({ live }) => live?.status === 'active' && live.lastResumption?.run === 2);
    await lifecycle.command('suspend', people.ops, { reason: 'abuse' });
    await lifecycle.command('resume', people.ops, { note: 'Settled', withoutCheck: true });
    return { 'lifecycle.suspended-server': lifecycleOf(lifecycle) };
  },
  async reviewOfTwo(stage) {
    stage.world.plan = () => ({ ...plan, approvalsNeeded: 2 });
    const lifecycle = await reviewed(stage);
    await lifecycle.command('claimReview', people.reviewer, { revision: 1 });
    await lifecycle.command('decide', people.reviewer, { revision: 1, decision: rejection });
    await lifecycle.command('appeal', people.admin, { revision: 1, comment: 'The domain is ours' });
    await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
    await lifecycle.command('decide', people.secondReviewer, { revision: 1, decision: approval });
    await lifecycle.command('submitSettings', people.admin, { revision: 1, settings, credentialId: 'credential-2' });
    await stage.world.draft('awaiting-confirmation', 2);
    await lifecycle.handle.signal(testMailReturnedSignal, { revision: 2, run: 1 });
    await stage.world.draft('awaiting-review', 2);
    const second = { revision: 2, decision: { ...approval, reportId: 'draft-2-1' } };
    await lifecycle.command('decide', people.reviewer, second);
    await lifecycle.command('decide', people.secondReviewer, second);
    await lifecycle.command('rollBack', people.ops, { revision: 2, reason: 'It loses mail' });
    await lifecycle.handle.signal(firstMailSentSignal, { revision: 1 });
    await stage.world.savedState(({ live }) => live?.revision.number === 1 && live.firstMailAt !== null);
    return { 'lifecycle.two-approvers-appeal-and-roll-back': lifecycleOf(lifecycle) };
  },
  async contractEnds(stage) {
    const lifecycle = await unlocked(stage, { ...defaultLifecycleLimits, contractWarningDays: [400 / dayMs] });
    const endsAt = new Date(Date.now() + 2_000).toISOString();
    await lifecycle.command('changeTerms', people.sales, { note: null, contractReference: null, endsAt });
    await stage.world.savedState(({ entitlement, version }) => entitlement === 'locked' && version > 3);
    return { 'lifecycle.contract-ends': lifecycleOf(lifecycle) };
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
  async undeliverables(stage) {
    const { organizationId } = await unlocked(stage);
    const pattern = { revision: 1, reason: 'blocked', recipients: 12, since: '2026-11-23T00:00:00.000Z' } as const;
    const id = randomUUID();
    stage.background.received = [
      { again: true, outcome: null, patterns: [] },
      { again: false, outcome: 'undeliverable', patterns: [{ organizationId, pattern }] },
    ];
    const mail = { mailId: id, recipient: 'a@partner.example', position: 0 };
    const { undeliverable } = workflowTypes;
    const digest = { organizationId, digestId: id, owed: [mail] };
    return {
      'undeliverable.refused': await ended(stage, undeliverable, undeliverableWorkflowId(id, 0), {
        organizationId,
        ...mail,
      }),
      'undeliverable.digest': await ended(stage, undeliverable, digestWorkflowId(id), digest),
      'undeliverable.received-before-its-attempt': await ended(stage, undeliverable, inboundMailWorkflowId(id), {
        inboundMailId: id,
      }),
    };
  },
  async rejectedBounce(stage) {
    const { background, world } = stage;
    const lifecycle = await unlocked(stage);
    const { organizationId } = lifecycle;
    const inboundMailId = randomUUID();
    background.received = [
      { again: true, outcome: null, patterns: [] },
      {
        again: false,
        outcome: 'rejected',
        patterns: [],
        rejections: [
          { organizationId, fault: 'foreign-address' },
          { organizationId: `nobody-${inboundMailId}`, fault: 'expired-address' },
        ],
      },
    ];
    const workflowId = inboundMailWorkflowId(inboundMailId);
    const execution = await ended(stage, workflowTypes.undeliverable, workflowId, { inboundMailId });
    await world.savedState(({ rejectedBounce }) => rejectedBounce?.inboundMailId === inboundMailId);
    const noted = { reason: 'foreign-address', inboundMailId } as const;
    await lifecycle.handle.signal(bounceRejectedSignal, noted);
    await lifecycle.handle.signal(bounceRejectedSignal, { ...noted, reason: 'contradiction' });
    await world.savedState(({ rejectedBounce }) => rejectedBounce?.reason === 'contradiction');
    return { 'undeliverable.rejected-bounce': execution, 'lifecycle.rejected-bounce': lifecycleOf(lifecycle) };
  },
  async news({ client, taskQueue, background }) {
    const organizationId = `org-${randomUUID()}`;
    background.news = [true, false];
    background.webhooksDueInMs = [300, 300];
    const handle = await client.workflow.signalWithStart(workflowTypes.announce, {
      workflowId: announcementWorkflowId(organizationId),
      taskQueue,
      args: [{ organizationId }],
      signal: newsSignal,
    });
    await handle.result();
    return { 'announce.more-news-and-a-late-webhook': { workflowId: handle.workflowId } };
  },
  async returnedTestMail(stage) {
    const { organizationId } = await unlocked(stage);
    const inboundMailId = randomUUID();
    stage.background.returned = { organizationId, revision: 1, run: 1 };
    stage.background.stillChecking = [true, false];
    const workflowId = inboundMailWorkflowId(inboundMailId);
    const execution = await ended(stage, workflowTypes.returnedTestMail, workflowId, { inboundMailId });
    return { 'returned-test-mail.quicker-than-its-run': execution };
  },
  async readAgain(stage) {
    stage.background.unparseable = [
      { inboundMailIds: ['i-1'], nextBefore: 'i-1' },
      { inboundMailIds: ['i-2'], nextBefore: null },
    ];
    const workflowId = readAgainWorkflowId(randomUUID());
    const { client, taskQueue } = stage;
    const args = [{ inboundMailIds: null }];
    const first = await client.workflow.start(workflowTypes.readAgain, { workflowId, taskQueue, args });
    await first.result();
    const { firstExecutionRunId: runId } = first;
    return { 'read-again.first-page': { workflowId, runId }, 'read-again.last-page': { workflowId } };
  },
  async reconciliation(stage) {
    const suspects = [{ organizationId: 'org-1', version: 3 }];
    stage.background.compared = [
      { next: { part: 'lifecycles', token: null }, compared: 100, suspects },
      { next: null, compared: 1, suspects: [] },
    ];
    const run = async (organizationId: string | null) => {
      const input: ReconciliationInput = { organizationId, secondLookMs: 10 };
      return await ended(stage, workflowTypes.reconciliation, reconciliationWorkflowId(randomUUID()), input);
    };
    return { 'reconciliation.all': await run(null), 'reconciliation.one': await run('org-1') };
  },
  async repairedProjection(stage) {
    const lifecycle = await unlocked(stage);
    const repair = { drift: 'projection-ahead', projectedVersion: 9 } as const;
    await lifecycle.handle.executeUpdate(repairProjectionUpdate, { args: [repair] });
    return { 'lifecycle.projection-repaired': lifecycleOf(lifecycle) };
  },
  async revivedLifecycle(stage) {
    const lifecycle = await unlocked(stage);
    await lifecycle.command('setWebhookEndpoint', people.admin, {
      url: 'https://hooks.customer.example/events',
      credentialId: 'credential-w-1',
    });
    await lifecycle.command('rotateWebhookSecret', people.admin, { credentialId: 'credential-w-2', keepHours: 0 });
    const state = await lifecycle.state();
    await lifecycle.handle.terminate('an accident');
    await lifecycle.start({ carried: { state: { ...state, tasks: [], isCarriedOver: true }, receipts: [] } });
    await lifecycle.command('reviveLifecycle', people.ops, { reason: 'lost' });
    await lifecycle.command('removeWebhookEndpoint', people.admin, { reason: null });
    await stage.world.savedState(({ webhook }) => webhook === null);
    return { 'lifecycle.revived-with-a-webhook': lifecycleOf(lifecycle) };
  },
  async sweeps(stage) {
    const { sweep, inboundSweep, announcementSweep } = workflowTypes;
    const run = async (type: string) => await ended(stage, type, `${type}/${randomUUID()}`);
    return {
      'sweep.outbox': await run(sweep),
      'sweep.inbound-mail': await run(inboundSweep),
      'sweep.announcements': await run(announcementSweep),
    };
  },
  async oldMail(stage) {
    const workflowId = `old-mail/${randomUUID()}`;
    stage.background.oldMail = [true, false];
    return { 'sweep.old-mail': await ended(stage, workflowTypes.oldMailSweep, workflowId) };
  },
  async statistics(stage) {
    const workflowId = `statistics/${randomUUID()}`;
    const since = new Date().toISOString();
    stage.background.counted = [{ since, startedAt: since, after: 'org-1' }, null];
    return { 'statistics.two-turns': await ended(stage, workflowTypes.statistics, workflowId) };
  },
};

/** An execution that came to its end. */
async function ended(
  { client, taskQueue }: Stage,
  type: string,
  workflowId: string,
  ...args: readonly object[]
): Promise<RecordedExecution> {
  await client.workflow.execute(type, { workflowId, taskQueue, args: [...args] });
  return { workflowId };
}
