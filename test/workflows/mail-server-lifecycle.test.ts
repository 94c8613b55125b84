import { randomUUID } from 'node:crypto';

import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { statusesOf } from '../../domain/lifecycle/state';
import {
  certificateSeenSignal,
  decisionSignal,
  defaultLifecycleLimits,
  sendingFailedSignal,
} from '../../workflows/contract';
import { approval, changeRequest, people, profile, settings } from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedLifecycle, result } from '../support/recorded-lifecycle';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';

let environment: TestWorkflowEnvironment;
let worker: WorkflowWorker;
let world: RecordedLifecycle;
let lifecycle: LifecycleClient;

beforeAll(async () => {
  environment = await devServerEnvironment();
});

afterAll(async () => {
  await environment.teardown();
});

beforeEach(async () => {
  world = new RecordedLifecycle();
  worker = await startWorkflowWorker(environment.nativeConnection, world.activities());
  lifecycle = new LifecycleClient(environment.client, worker.taskQueue);
});

afterEach(async () => {
  await lifecycle.handle.terminate();
  await worker.stop();
});

const submission = { revision: 0, settings, credentialId: 'credential-1' };

async function toUnlocked(): Promise<void> {
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
}

async function toConfirmation(): Promise<void> {
  await toUnlocked();
  await lifecycle.command('submitSettings', people.admin, submission);
  await world.draft('awaiting-confirmation');
}

async function toReview(): Promise<void> {
  await toConfirmation();
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
}

async function toLive(): Promise<void> {
  await toReview();
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
}

it('goes the whole way from unlocking to a live server, and back by revocation', async () => {
  await toLive();
  const live = await lifecycle.state();
  expect(statusesOf(live)).toEqual({ entitlement: 'unlocked', draft: 'none', live: 'active' });
  await lifecycle.command('revoke', people.sales, { reason: 'contract ended' });
  expect(statusesOf(await lifecycle.state())).toEqual({ entitlement: 'locked', draft: 'none', live: 'none' });
  await world.savedState(
    ({ entitlement, live: server, version }) => entitlement === 'locked' && !server && version > 5,
  );
  expect(world.adopted).toEqual(['credential-1']);
});

it('answers a command only when the projection shows it', async () => {
  await toUnlocked();
  const receipt = await lifecycle.command('submitSettings', people.admin, submission);
  expect(world.saved.map((state) => state.version)).toContain(receipt.version);
  expect(receipt).toMatchObject({ command: 'submitSettings', entitlement: 'unlocked', draft: 'checking', revision: 1 });
});

it('refuses by the code of the rule, leaves no trace in the history, and changes nothing', async () => {
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  expect(await lifecycle.refusal('submitSettings', people.admin, submission)).toBe('FEATURE_LOCKED');
  expect(await lifecycle.refusal('unlock', people.admin, { note: null, contractReference: null })).toBe('FORBIDDEN');
  expect(await lifecycle.refusal('decide', people.reviewer, { revision: 1, decision: approval })).toBe(
    'NOT_AWAITING_REVIEW',
  );
  expect((await lifecycle.state()).version).toBe(1);
});

it('gives a repeated command id the first answer, also when fifty come at once', async () => {
  await toUnlocked();
  const commandId = randomUUID();
  const receipts = await Promise.all(
    Array.from({ length: 10 }, () => lifecycle.command('submitSettings', people.admin, submission, commandId)),
  );
  expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
  await world.draft('awaiting-confirmation');
  expect(world.adopted).toEqual(['credential-1']);
  expect(await lifecycle.command('submitSettings', people.admin, submission, commandId)).toEqual(receipts[0]);
});

it('counts wrong codes, refuses them by name, and accepts the right one', async () => {
  await toConfirmation();
  expect(await lifecycle.refusal('confirmTestMail', people.admin, { revision: 1, code: 'WRONG' })).toBe(
    'CONFIRMATION_CODE_WRONG',
  );
  expect((await lifecycle.state()).draft?.wrongCodes).toBe(1);
  const receipt = await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  expect(receipt.draft).toBe('awaiting-review');
});

it('keeps the report of a failed check, and lets the admin correct the draft', async () => {
  world.sessions = [[result('auth', 'fail', 'AUTH_REFUSED')]];
  await toUnlocked();
  await lifecycle.command('submitSettings', people.admin, submission);
  const failed = await world.draft('check-failed');
  expect(failed.draft?.check).toMatchObject({ verdict: 'fail', failingStage: 'auth', reportId: 'draft-1-1' });
  expect(world.reports).toHaveLength(1);
  expect(world.reports[0]?.results.map(({ stage, verdict }) => `${stage} ${verdict}`)).toContain('data skipped');
  world.sessions = [[result('auth', 'pass', 'AUTH_ACCEPTED')]];
  await lifecycle.command('submitSettings', people.admin, { ...submission, revision: 1, credentialId: 'credential-2' });
  await world.draft('awaiting-confirmation', 2);
  expect(world.shredded).toEqual(['credential-1']);
});

it('tries again what may pass by itself', async () => {
  world.sessions = [[result('auth', 'inconclusive', 'AUTH_TEMPORARY')], [result('auth', 'pass', 'AUTH_ACCEPTED')]];
  await toConfirmation();
  expect(world.reports[0]?.verdict).toBe('pass');
});

it('cancels a running check when the draft is withdrawn', async () => {
  const release = world.holdSessions();
  await toUnlocked();
  await lifecycle.command('submitSettings', people.admin, submission);
  await world.sessionReached;
  await lifecycle.command('withdraw', people.admin, { revision: 1 });
  release();
  const child = environment.client.workflow.getHandle(`mail-server/${lifecycle.organizationId}/draft-check/1-1`);
  await expect(child.result()).rejects.toThrow('cancelled');
  expect((await child.describe()).status.name).toBe('CANCELLED');
  expect(statusesOf(await lifecycle.state()).draft).toBe('withdrawn');
});

it('reports trouble of our own in a check, and lets the admin go on', async () => {
  world.sessionFailure = ApplicationFailure.nonRetryable('gone', 'CREDENTIAL_UNREADABLE');
  await toUnlocked();
  await lifecycle.command('submitSettings', people.admin, submission);
  const state = await world.draft('check-failed');
  expect(state.draft?.check).toMatchObject({ verdict: 'fail', failingStage: 'auth' });
  expect(world.reports[0]?.results.find(({ stage }) => stage === 'auth')?.code).toBe('AUTH_PASSWORD_UNUSABLE');
  world.sessionFailure = ApplicationFailure.nonRetryable('broken', 'INTERNAL');
  await lifecycle.command('recheck', people.admin, { revision: 1 });
  await world.savedState(({ draft }) => draft?.run === 2 && draft.status === 'check-failed');
  expect(world.reports[1]).toMatchObject({ verdict: 'inconclusive', failingStage: 'connect' });
});

it('takes a decision without its optional parts as complete', async () => {
  await toReview();
  const { reportId, checklist } = approval;
  const short = { verdict: 'approve', reportId, checklist, reason: 'ok' };
  await lifecycle.handle.signal('decideBySignal', {
    commandId: 'c-1',
    actor: people.reviewer,
    revision: 1,
    decision: short,
  });
  const { live } = await world.savedState((state) => state.live !== null);
  expect(live?.decision).toMatchObject({ verdict: 'approve', fields: [], internalNote: null });
});

it('does not wedge when a check run is terminated from outside', async () => {
  const release = world.holdSessions();
  await toUnlocked();
  await lifecycle.command('submitSettings', people.admin, submission);
  const child = environment.client.workflow.getHandle(`mail-server/${lifecycle.organizationId}/draft-check/1-1`);
  await world.sessionReached;
  await child.terminate();
  const state = await world.draft('check-failed');
  expect(state.draft?.check?.verdict).toBe('inconclusive');
  release();
  const receipt = await lifecycle.command('recheck', people.admin, { revision: 1 });
  expect(receipt.draft).toBe('checking');
});

it('takes a decision as a Signal by the same rules; an invalid one changes nothing but the audit trail', async () => {
  await toReview();
  const signal = (actor: typeof people.admin, revision: number) =>
    lifecycle.handle.signal(decisionSignal, { commandId: randomUUID(), actor, revision, decision: approval });
  await signal(people.admin, 1);
  await signal(people.reviewer, 7);
  const refused = await world.savedState(() => world.audit.filter((entry) => entry.outcome === 'refused').length === 2);
  expect(statusesOf(refused).live).toBe('none');
  expect(world.audit.filter((entry) => entry.outcome === 'refused').map((entry) => entry.errorCode)).toEqual([
    'FORBIDDEN',
    'STALE_REVISION',
  ]);
  await signal(people.reviewer, 1);
  await world.savedState((state) => state.live?.status === 'active');
});

it('survives signals and commands that make no sense', async () => {
  await toReview();
  const { version } = await lifecycle.state();
  const decision = { commandId: 'c-1', actor: people.reviewer, revision: 1, decision: approval };
  const reviewer = { ...people.reviewer, roles: ['Reviewer'] };
  for (const malformed of [
    { nonsense: true },
    { ...decision, commandId: undefined },
    { ...decision, actor: reviewer },
    { ...decision, revision: 'rev1' },
    { ...decision, decision: { verdict: 'yes' } },
  ]) {
    await lifecycle.handle.signal('decideBySignal', malformed);
  }
  expect((await lifecycle.state()).version).toBe(version);
  await lifecycle.handle.signal('sendingFailed', 'nonsense');
  await expect(
    lifecycle.handle.executeUpdate('decide', { args: [{ commandId: 'x', actor: 5, payload: null }] }),
  ).rejects.toThrow('Update failed');
  await expect(lifecycle.handle.executeUpdate('decide', { args: [] })).rejects.toThrow('Update failed');
  const receipt = await lifecycle.command('decide', people.reviewer, { revision: 1, decision: changeRequest });
  expect(receipt.draft).toBe('changes-requested');
});

it('suspends on trouble that the customer must mend, and notes a renewed certificate', async () => {
  await toLive();
  await lifecycle.handle.signal(certificateSeenSignal, { revision: 1, expiresAt: '2028-01-01T00:00:00.000Z' });
  await lifecycle.handle.signal(sendingFailedSignal, {
    revision: 1,
    credentialId: 'credential-1',
    code: 'AUTH_REFUSED',
  });
  const suspended = await world.savedState((state) => state.live?.status === 'suspended');
  expect(suspended.live).toMatchObject({ suspension: { cause: 'health', reason: 'AUTH_REFUSED' } });
  expect(suspended.live?.certificateExpiresAt).toBe('2028-01-01T00:00:00.000Z');
});

it('rotates a password without a gap', async () => {
  await toLive();
  await lifecycle.command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-2' });
  const swapped = await world.savedState((state) => state.live?.revision.credentialId === 'credential-2');
  expect(swapped.live?.status).toBe('active');
  expect(world.reports.at(-1)?.id).toBe('rotation-1-1');
});

it('shows itself by search attributes and details', async () => {
  await toReview();
  const description = await lifecycle.handle.describe();
  expect(description.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value])).toEqual(
    expect.arrayContaining([
      ['OrganizationId', lifecycle.organizationId],
      ['Entitlement', 'unlocked'],
      ['DraftStatus', 'awaiting-review'],
      ['LiveStatus', 'none'],
      ['ReviewDueAt', expect.any(Date)],
    ]),
  );
  const metadata = await lifecycle.handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  expect(metadata.currentDetails).toContain('mail.customer.example:587 (starttls)');
  expect(metadata.currentDetails).toContain('**Who must act** reviewer');
});

it('continues as new with its state and its answers, and goes on', async () => {
  const commandId = randomUUID();
  await lifecycle.start({ limits: { ...defaultLifecycleLimits, historyEvents: 20 } });
  await lifecycle.command('register', people.sender, { profile });
  const first = await lifecycle.command('unlock', people.sales, { note: null, contractReference: null }, commandId);
  await lifecycle.command('submitSettings', people.admin, submission);
  await world.draft('awaiting-confirmation');
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
  const { runId } = await lifecycle.handle.describe();
  const firstRun = (await lifecycle.handle.describe()).raw.workflowExtendedInfo?.originalStartTime;
  expect(firstRun).toBeDefined();
  expect(await lifecycle.command('unlock', people.sales, { note: null, contractReference: null }, commandId)).toEqual(
    first,
  );
  const chain = await environment.client.workflow.getHandle(lifecycle.handle.workflowId, runId).fetchHistory();
  const continued = chain.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  expect(continued).toBeTruthy();
  expect(statusesOf(await lifecycle.state())).toEqual({ entitlement: 'unlocked', draft: 'none', live: 'active' });
});
