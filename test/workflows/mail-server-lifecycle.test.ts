import { randomUUID } from 'node:crypto';

import { ApplicationFailure } from '@temporalio/common';

import { statusesOf } from '../../domain/lifecycle/state';
import {
  certificateSeenSignal,
  decisionSignal,
  defaultLifecycleLimits,
  sendingFailedSignal,
  testMailReturnedSignal,
} from '../../workflows/contract';
import { approval, changeRequest, people, profile, settings, terms } from '../support/lifecycle-builders';
import { eventually } from '../support/eventually';
import { LifecycleScene } from '../support/lifecycle-scene';
import { result } from '../support/recorded-lifecycle';
import { devServerEnvironment } from '../support/workflow-worker';

const scene = new LifecycleScene(devServerEnvironment);

const submission = { revision: 0, settings, credentialId: 'credential-1' };

async function toUnlocked(): Promise<void> {
  await scene.lifecycle.start();
  await scene.lifecycle.command('register', people.sender, { profile });
  await scene.lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
}

async function toConfirmation(): Promise<void> {
  await toUnlocked();
  await scene.lifecycle.command('submitSettings', people.admin, submission);
  await scene.world.draft('awaiting-confirmation');
}

async function toReview(): Promise<void> {
  await toConfirmation();
  await scene.lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
}

async function toLive(): Promise<void> {
  await toReview();
  await scene.lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
}

it('goes the whole way from unlocking to a live server, and back by revocation', async () => {
  await toLive();
  const live = await scene.lifecycle.state();
  expect(statusesOf(live)).toEqual({ entitlement: 'unlocked', draft: 'none', live: 'active' });
  await scene.lifecycle.command('revoke', people.sales, { reason: 'contract ended' });
  expect(statusesOf(await scene.lifecycle.state())).toEqual({ entitlement: 'locked', draft: 'none', live: 'none' });
  await scene.world.savedState(
    ({ entitlement, live: server, version }) => entitlement === 'locked' && !server && version > 5,
  );
  expect(scene.world.adopted).toEqual(['credential-1']);
});

it('closes: whatever it had ends, its passwords and secrets are destroyed, and only a registration opens it again', async () => {
  await toLive();
  const url = 'https://hooks.customer.example/';
  await scene.lifecycle.command('setWebhookEndpoint', people.admin, { url, credentialId: 'secret-1' });
  await scene.lifecycle.command('closeOrganization', people.sender, { reason: 'The customer leaves' });
  const closed = await scene.lifecycle.state();
  expect(closed).toMatchObject({ entitlement: 'locked', draft: null, live: null, webhook: null });
  expect(closed.closure).toMatchObject({ reason: 'The customer leaves', by: { subject: people.sender.subject } });
  await eventually('all are shredded', () => scene.world.shredded.length === 2);
  expect(scene.world.shredded.toSorted()).toEqual(['credential-1', 'secret-1']);
  expect(await scene.lifecycle.refusal('unlock', people.sales, terms)).toBe('ORGANIZATION_CLOSED');
  await scene.lifecycle.command('register', people.sender, { profile });
  expect((await scene.lifecycle.state()).closure).toBeNull();
});

it('refuses a command that was made from another version, and repeats what it answered before', async () => {
  await toUnlocked();
  const { version } = await scene.lifecycle.state();
  const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: true } as const;
  const save = (commandId: string) =>
    scene.lifecycle.command('setPreferences', people.admin, { preferences }, commandId, version);
  const receipt = await save('first-tab');
  await expect(save('second-tab')).rejects.toMatchObject({ cause: { type: 'PRECONDITION_FAILED' } });
  expect(await save('first-tab')).toEqual(receipt);
});

it('answers a command only when the projection shows it', async () => {
  await toUnlocked();
  const receipt = await scene.lifecycle.command('submitSettings', people.admin, submission);
  expect(scene.world.saved.map((state) => state.version)).toContain(receipt.version);
  expect(receipt).toMatchObject({ command: 'submitSettings', entitlement: 'unlocked', draft: 'checking', revision: 1 });
});

it('refuses by the code of the rule, leaves no trace in the history, and changes nothing', async () => {
  await scene.lifecycle.start();
  await scene.lifecycle.command('register', people.sender, { profile });
  expect(await scene.lifecycle.refusal('submitSettings', people.admin, submission)).toBe('FEATURE_LOCKED');
  expect(await scene.lifecycle.refusal('unlock', people.admin, { note: null, contractReference: null })).toBe(
    'FORBIDDEN',
  );
  expect(await scene.lifecycle.refusal('decide', people.reviewer, { revision: 1, decision: approval })).toBe(
    'NOT_AWAITING_REVIEW',
  );
  expect((await scene.lifecycle.state()).version).toBe(1);
});

it('gives a repeated command id the first answer, also when fifty come at once', async () => {
  await toUnlocked();
  const commandId = randomUUID();
  const receipts = await Promise.all(
    Array.from({ length: 10 }, () => scene.lifecycle.command('submitSettings', people.admin, submission, commandId)),
  );
  expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
  await scene.world.draft('awaiting-confirmation');
  expect(scene.world.adopted).toEqual(['credential-1']);
  expect(await scene.lifecycle.command('submitSettings', people.admin, submission, commandId)).toEqual(receipts[0]);
});

it('counts wrong codes, refuses them by name, and accepts the right one', async () => {
  await toConfirmation();
  expect(await scene.lifecycle.refusal('confirmTestMail', people.admin, { revision: 1, code: 'WRONG' })).toBe(
    'CONFIRMATION_CODE_WRONG',
  );
  expect((await scene.lifecycle.state()).draft?.wrongCodes).toBe(1);
  const receipt = await scene.lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  expect(receipt.draft).toBe('awaiting-review');
});

it('answers whoever types the code of a test mail that has come back meanwhile, by whether it is right', async () => {
  await toConfirmation();
  await scene.lifecycle.handle.signal(testMailReturnedSignal, { revision: 1, run: 1 });
  const { version } = await scene.world.draft('awaiting-review');
  const typed = (code: string, by = people.admin) => [by, { revision: 1, code }] as const;
  const receipt = await scene.lifecycle.command('confirmTestMail', ...typed('RIGHT'));
  expect(receipt).toMatchObject({ draft: 'awaiting-review', version });
  expect(await scene.lifecycle.refusal('confirmTestMail', ...typed('WRONG'))).toBe('CONFIRMATION_CODE_WRONG');
  expect(await scene.lifecycle.refusal('confirmTestMail', ...typed('RIGHT', people.reviewer))).toBe('FORBIDDEN');
  expect((await scene.lifecycle.state()).draft).toMatchObject({ status: 'awaiting-review', wrongCodes: 0 });
});

it('keeps the report of a failed check, and lets the admin correct the draft', async () => {
  scene.world.sessions = [[result('auth', 'fail', 'AUTH_REFUSED')]];
  await toUnlocked();
  await scene.lifecycle.command('submitSettings', people.admin, submission);
  const failed = await scene.world.draft('check-failed');
  expect(failed.draft?.check).toMatchObject({ verdict: 'fail', failingStage: 'auth', reportId: 'draft-1-1' });
  expect(scene.world.reports).toHaveLength(1);
  expect(scene.world.reports[0]?.results.map(({ stage, verdict }) => `${stage} ${verdict}`)).toContain('data skipped');
  scene.world.sessions = [[result('auth', 'pass', 'AUTH_ACCEPTED')]];
  await scene.lifecycle.command('submitSettings', people.admin, {
    ...submission,
    revision: 1,
    credentialId: 'credential-2',
  });
  await scene.world.draft('awaiting-confirmation', 2);
  expect(scene.world.shredded).toEqual(['credential-1']);
});

it('tries again what may pass by itself', async () => {
  scene.world.sessions = [
    [result('auth', 'inconclusive', 'AUTH_TEMPORARY')],
    [result('auth', 'pass', 'AUTH_ACCEPTED')],
  ];
  await toConfirmation();
  expect(scene.world.reports[0]?.verdict).toBe('pass');
});

it('cancels a running check when the draft is withdrawn', async () => {
  const release = scene.world.holdSessions();
  await toUnlocked();
  await scene.lifecycle.command('submitSettings', people.admin, submission);
  await scene.world.sessionReached;
  await scene.lifecycle.command('withdraw', people.admin, { revision: 1 });
  release();
  const child = scene.environment.client.workflow.getHandle(
    `mail-server/${scene.lifecycle.organizationId}/draft-check/1-1`,
  );
  await expect(child.result()).rejects.toThrow('cancelled');
  expect((await child.describe()).status.name).toBe('CANCELLED');
  expect(statusesOf(await scene.lifecycle.state()).draft).toBe('withdrawn');
});

it('reports trouble of our own in a check, and lets the admin go on', async () => {
  scene.world.sessionFailure = ApplicationFailure.nonRetryable('gone', 'CREDENTIAL_UNREADABLE');
  await toUnlocked();
  await scene.lifecycle.command('submitSettings', people.admin, submission);
  const state = await scene.world.draft('check-failed');
  expect(state.draft?.check).toMatchObject({ verdict: 'fail', failingStage: 'auth' });
  expect(scene.world.reports[0]?.results.find(({ stage }) => stage === 'auth')?.code).toBe('AUTH_PASSWORD_UNUSABLE');
  scene.world.sessionFailure = ApplicationFailure.nonRetryable('broken', 'INTERNAL');
  await scene.lifecycle.command('recheck', people.admin, { revision: 1 });
  await scene.world.savedState(({ draft }) => draft?.run === 2 && draft.status === 'check-failed');
  expect(scene.world.reports[1]).toMatchObject({ verdict: 'inconclusive', failingStage: 'connect' });
});

it('takes a decision without its optional parts as complete', async () => {
  await toReview();
  const { reportId, checklist } = approval;
  const short = { verdict: 'approve', reportId, checklist, reason: 'ok' };
  await scene.lifecycle.handle.signal('decideBySignal', {
    commandId: 'c-1',
    actor: people.reviewer,
    revision: 1,
    decision: short,
  });
  const { live } = await scene.world.savedState((state) => state.live !== null);
  expect(live?.decision).toMatchObject({ verdict: 'approve', fields: [], internalNote: null });
});

it('does not wedge when a check run is terminated from outside', async () => {
  const release = scene.world.holdSessions();
  await toUnlocked();
  await scene.lifecycle.command('submitSettings', people.admin, submission);
  const child = scene.environment.client.workflow.getHandle(
    `mail-server/${scene.lifecycle.organizationId}/draft-check/1-1`,
  );
  await scene.world.sessionReached;
  await child.terminate();
  const state = await scene.world.draft('check-failed');
  expect(state.draft?.check?.verdict).toBe('inconclusive');
  release();
  const receipt = await scene.lifecycle.command('recheck', people.admin, { revision: 1 });
  expect(receipt.draft).toBe('checking');
});

it('takes a decision as a Signal by the same rules; an invalid one changes nothing but the audit trail', async () => {
  await toReview();
  const signal = (actor: typeof people.admin, revision: number) =>
    scene.lifecycle.handle.signal(decisionSignal, { commandId: randomUUID(), actor, revision, decision: approval });
  await signal(people.admin, 1);
  await signal(people.reviewer, 7);
  const refused = await scene.world.savedState(
    () => scene.world.audit.filter((entry) => entry.outcome === 'refused').length === 2,
  );
  expect(statusesOf(refused).live).toBe('none');
  expect(scene.world.audit.filter((entry) => entry.outcome === 'refused').map((entry) => entry.errorCode)).toEqual([
    'FORBIDDEN',
    'STALE_REVISION',
  ]);
  await signal(people.reviewer, 1);
  await scene.world.savedState((state) => state.live?.status === 'active');
});

it('survives signals and commands that make no sense', async () => {
  await toReview();
  const { version } = await scene.lifecycle.state();
  const decision = { commandId: 'c-1', actor: people.reviewer, revision: 1, decision: approval };
  const reviewer = { ...people.reviewer, roles: ['Reviewer'] };
  for (const malformed of [
    { nonsense: true },
    { ...decision, commandId: undefined },
    { ...decision, actor: reviewer },
    { ...decision, revision: 'rev1' },
    { ...decision, decision: { verdict: 'yes' } },
  ]) {
    await scene.lifecycle.handle.signal('decideBySignal', malformed);
  }
  expect((await scene.lifecycle.state()).version).toBe(version);
  await scene.lifecycle.handle.signal('sendingFailed', 'nonsense');
  await expect(
    scene.lifecycle.handle.executeUpdate('decide', { args: [{ commandId: 'x', actor: 5, payload: null }] }),
  ).rejects.toThrow('Update failed');
  await expect(scene.lifecycle.handle.executeUpdate('decide', { args: [] })).rejects.toThrow('Update failed');
  const receipt = await scene.lifecycle.command('decide', people.reviewer, { revision: 1, decision: changeRequest });
  expect(receipt.draft).toBe('changes-requested');
});

it('suspends on trouble that the customer must mend, and notes a renewed certificate', async () => {
  await toLive();
  await scene.lifecycle.handle.signal(certificateSeenSignal, { revision: 1, expiresAt: '2028-01-01T00:00:00.000Z' });
  scene.world.policy = { healthFailures: 1 };
  await scene.lifecycle.command('register', people.sender, { profile });
  await scene.lifecycle.handle.signal(sendingFailedSignal, {
    revision: 1,
    credentialId: 'credential-1',
    code: 'AUTH_REFUSED',
  });
  const suspended = await scene.world.savedState((state) => state.live?.status === 'suspended');
  expect(suspended.live).toMatchObject({ suspension: { cause: 'health', reason: 'AUTH_REFUSED' } });
  expect(suspended.live?.certificateExpiresAt).toBe('2028-01-01T00:00:00.000Z');
});

it('rotates a password without a gap', async () => {
  await toLive();
  await scene.lifecycle.command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-2' });
  const swapped = await scene.world.savedState((state) => state.live?.revision.credentialId === 'credential-2');
  expect(swapped.live?.status).toBe('active');
  expect(scene.world.reports.at(-1)?.id).toBe('rotation-1-1');
});

it('shows itself by search attributes and details', async () => {
  await toReview();
  const description = await scene.lifecycle.handle.describe();
  expect(description.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value])).toEqual(
    expect.arrayContaining([
      ['OrganizationId', scene.lifecycle.organizationId],
      ['Entitlement', 'unlocked'],
      ['DraftStatus', 'awaiting-review'],
      ['LiveStatus', 'none'],
      ['ReviewDueAt', expect.any(Date)],
    ]),
  );
  const metadata = await scene.lifecycle.handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  expect(metadata.currentDetails).toContain('mail.customer.example:587 (starttls)');
  expect(metadata.currentDetails).toContain('**Who must act** reviewer');
});

it('continues as new with its state and its answers, and goes on', async () => {
  const commandId = randomUUID();
  await scene.lifecycle.start({ limits: { ...defaultLifecycleLimits, historyEvents: 20 } });
  await scene.lifecycle.command('register', people.sender, { profile });
  const first = await scene.lifecycle.command(
    'unlock',
    people.sales,
    { note: null, contractReference: null },
    commandId,
  );
  await scene.lifecycle.command('submitSettings', people.admin, submission);
  await scene.world.draft('awaiting-confirmation');
  await scene.lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await scene.lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
  const { runId } = await scene.lifecycle.handle.describe();
  const firstRun = (await scene.lifecycle.handle.describe()).raw.workflowExtendedInfo?.originalStartTime;
  expect(firstRun).toBeDefined();
  expect(
    await scene.lifecycle.command('unlock', people.sales, { note: null, contractReference: null }, commandId),
  ).toEqual(first);
  const chain = await scene.environment.client.workflow
    .getHandle(scene.lifecycle.handle.workflowId, runId)
    .fetchHistory();
  const continued = chain.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
  expect(continued).toBeTruthy();
  expect(statusesOf(await scene.lifecycle.state())).toEqual({ entitlement: 'unlocked', draft: 'none', live: 'active' });
});
