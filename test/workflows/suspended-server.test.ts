import { randomUUID } from 'node:crypto';

import type { LifecycleState } from '../../domain/lifecycle/state';
import { suspendedMail } from '../../domain/lifecycle/suspended-mail-rules';
import { sendingFailedSignal, sendingWorksSignal } from '../../workflows/contract';
import { approval, people, profile, settings, terms } from '../support/lifecycle-builders';
import { LifecycleScene } from '../support/lifecycle-scene';
import { result } from '../support/recorded-lifecycle';
import { devServerEnvironment } from '../support/workflow-worker';

const scene = new LifecycleScene(devServerEnvironment, async ({ lifecycle, world }) => {
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, terms);
  await lifecycle.command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'credential-1' });
  await world.draft('awaiting-confirmation');
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
});

const refusedLogin = [result('auth', 'fail', 'AUTH_REFUSED')];
const concluded = (run: number) => (state: LifecycleState) => state.live?.lastResumption?.run === run;

it('is checked before it sends again: a failure keeps it suspended with its report, a pass wakes waiting mail', async () => {
  const { lifecycle, world } = scene;
  await lifecycle.command('suspend', people.ops, { reason: 'A complaint' });
  world.sessions = [refusedLogin];
  const receipt = await lifecycle.command('resume', people.ops, { note: null });
  expect(receipt.live).toBe('suspended');
  const { live } = await world.savedState(concluded(1));
  expect(live).toMatchObject({
    status: 'suspended',
    lastResumption: { check: { verdict: 'fail', failingStage: 'auth' } },
  });
  expect(world.reports.at(-1)).toMatchObject({ id: live?.lastResumption?.check.reportId, verdict: 'fail' });
  expect(world.audit.at(-1)).toMatchObject({ event: 'resumeChecked', reason: 'fail', outcome: 'accepted' });

  world.sessions = [[result('auth', 'pass', 'AUTH_ACCEPTED')]];
  const wokenBefore = world.woken.length;
  await lifecycle.command('resume', people.ops, { note: null });
  await world.savedState(concluded(2));
  expect((await lifecycle.state()).live).toMatchObject({ status: 'active', suspension: null });
  await world.wokenMoreOftenThan(wokenBefore);
});

it('sends again at once where operations say why no check is needed, and the check under way ends', async () => {
  const { lifecycle, world } = scene;
  const release = world.holdSessions();
  await lifecycle.command('suspend', people.ops, { reason: 'A complaint' });
  await lifecycle.command('resume', people.ops, { note: null });
  const check = scene.environment.client.workflow.getHandle(`mail-server/${lifecycle.organizationId}/health-check/1-1`);
  await world.sessionStarted(2);
  const receipt = await lifecycle.command('resume', people.ops, { note: 'Our resolver is down', withoutCheck: true });
  expect(receipt.live).toBe('active');
  release();
  await expect(check.result()).rejects.toThrow('cancelled');
  expect(await lifecycle.refusal('resume', people.ops, { note: null })).toBe('LIVE_SERVER_NOT_SUSPENDED');
});

const trouble = { revision: 1, credentialId: 'credential-1', code: 'SENDER_REFUSED' };

it('is suspended by the third failure to send in a row, by the policy that the deployment has now', async () => {
  const { lifecycle, world } = scene;
  await lifecycle.handle.signal(sendingFailedSignal, trouble);
  await lifecycle.handle.signal(sendingFailedSignal, trouble);
  const { live } = await lifecycle.state();
  expect(live).toMatchObject({ status: 'active', sendingTrouble: { code: 'SENDER_REFUSED', failures: 1 } });

  await lifecycle.handle.signal(sendingWorksSignal, { revision: 1, credentialId: 'credential-1' });
  expect((await lifecycle.state()).live?.sendingTrouble).toBeNull();

  world.policy = { healthFailures: 2, sendingFailureSpacingMs: 0 };
  await lifecycle.command('setPreferences', people.admin, {
    preferences: { undeliverablesTo: 'admin', replyTo: null, branding: false },
  });
  await lifecycle.handle.signal(sendingFailedSignal, trouble);
  await lifecycle.handle.signal(sendingFailedSignal, trouble);
  const suspended = await world.savedState((state) => state.live?.status === 'suspended');
  expect(suspended.live?.suspension).toMatchObject({ cause: 'health', reason: 'SENDER_REFUSED' });
});

it('lets its mail leave by the way that the organization chose, as soon as the choice is in force', async () => {
  const { lifecycle, world } = scene;
  const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false } as const;
  await lifecycle.command('suspend', people.ops, { reason: 'A complaint' });
  const wokenBefore = world.woken.length;
  await lifecycle.command('setPreferences', people.admin, {
    preferences: { ...preferences, whileSuspended: { action: 'platform', afterHours: 0 } },
  });
  const inForce = await world.savedState(({ live }) => live?.suspension?.mailPolicySince !== undefined);
  expect(suspendedMail(inForce)).toEqual({ action: 'platform', next: null });
  await world.wokenMoreOftenThan(wokenBefore);
  expect(world.audit.at(-1)).toMatchObject({ event: 'suspensionLasted', reason: 'platform', actor: { part: 'timer' } });
});

it('is not moved, nor wedged, by signals and commands that make no sense', async () => {
  const { lifecycle, world } = scene;
  await lifecycle.command('suspend', people.ops, { reason: 'A complaint' });
  const { version } = await lifecycle.state();
  const anybody = scene.environment.client.workflow.getHandle(lifecycle.handle.workflowId);
  const nonsense = [null, 7, 'nonsense', [], {}, { revision: -1 }, { revision: '1', credentialId: 5, code: null }];
  for (const payload of nonsense) {
    for (const signal of ['sendingFailed', 'sendingWorks', 'firstMailSent', 'certificateSeen', 'refusalPatternSeen']) {
      await lifecycle.handle.signal(signal, payload);
    }
    for (const update of ['suspend', 'setPreferences', 'rollBack', 'appeal', 'changeTerms', 'submitSettings']) {
      const args: [object] = [{ commandId: randomUUID(), actor: people.ops, fingerprint: 'test', payload }];
      await expect(anybody.executeUpdate(update, { args })).rejects.toThrow('Update failed');
    }
  }
  const overdrawn = { action: 'platform', afterHours: 100_000 } as const;
  const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false, whileSuspended: overdrawn } as const;
  expect(await lifecycle.refusal('setPreferences', people.admin, { preferences })).toBe('INVALID_REQUEST');
  expect((await lifecycle.state()).version).toBe(version);
  await lifecycle.command('resume', people.ops, { note: null });
  await world.savedState(concluded(1));
  expect((await lifecycle.state()).live?.status).toBe('active');
}, 60_000);
