import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { statusesOf } from '../../domain/lifecycle/state';
import { changeRequest, people, profile, settings } from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedLifecycle } from '../support/recorded-lifecycle';
import { startWorkflowWorker, timeSkippingEnvironment, type WorkflowWorker } from '../support/workflow-worker';

const dayMs = 24 * 60 * 60 * 1000;

let environment: TestWorkflowEnvironment;
let worker: WorkflowWorker;
let world: RecordedLifecycle;
let lifecycle: LifecycleClient;

beforeAll(async () => {
  environment = await timeSkippingEnvironment();
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
  await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
  await lifecycle.command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'credential-1' });
  await world.draft('awaiting-confirmation');
});

afterEach(async () => {
  await lifecycle.handle.terminate();
  await worker.stop();
});

async function draftStatusAfter(days: number): Promise<string> {
  await environment.sleep(days * dayMs);
  return statusesOf(await lifecycle.state()).draft;
}

it('lets a test mail that nobody confirms expire after seven days, and shreds the password', async () => {
  expect(await draftStatusAfter(6)).toBe('awaiting-confirmation');
  expect(await draftStatusAfter(1.1)).toBe('expired');
  expect(world.shredded).toEqual(['credential-1']);
  expect(await lifecycle.refusal('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' })).toBe(
    'NOT_AWAITING_CONFIRMATION',
  );
});

it('lets a review that nobody decides expire after thirty days', async () => {
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  expect(await draftStatusAfter(29)).toBe('awaiting-review');
  expect(await draftStatusAfter(1.1)).toBe('expired');
});

it('counts the waiting time anew with every step', async () => {
  await environment.sleep(6 * dayMs);
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await environment.sleep(20 * dayMs);
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: changeRequest });
  expect(await draftStatusAfter(29)).toBe('changes-requested');
  expect(await draftStatusAfter(1.1)).toBe('expired');
});
