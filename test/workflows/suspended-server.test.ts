import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { LifecycleState } from '../../domain/lifecycle/state';
import { approval, people, profile, settings, terms } from '../support/lifecycle-builders';
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
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, terms);
  await lifecycle.command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'credential-1' });
  await world.draft('awaiting-confirmation');
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
});

afterEach(async () => {
  await lifecycle.handle.terminate();
  await worker.stop();
});

const refusedLogin = [result('auth', 'fail', 'AUTH_REFUSED')];
const concluded = (run: number) => (state: LifecycleState) => state.live?.lastResumption?.run === run;

it('is checked before it sends again: a failure keeps it suspended with its report, a pass wakes waiting mail', async () => {
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
  const release = world.holdSessions();
  await lifecycle.command('suspend', people.ops, { reason: 'A complaint' });
  await lifecycle.command('resume', people.ops, { note: null });
  const check = environment.client.workflow.getHandle(`mail-server/${lifecycle.organizationId}/health-check/1-1`);
  await world.sessionStarted(2);
  const receipt = await lifecycle.command('resume', people.ops, { note: 'Our resolver is down', withoutCheck: true });
  expect(receipt.live).toBe('active');
  release();
  await expect(check.result()).rejects.toThrow('cancelled');
  expect(await lifecycle.refusal('resume', people.ops, { note: null })).toBe('LIVE_SERVER_NOT_SUSPENDED');
});
