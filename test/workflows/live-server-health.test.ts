import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { people, profile, settings, approval } from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedLifecycle, result } from '../support/recorded-lifecycle';
import { startWorkflowWorker, timeSkippingEnvironment, type WorkflowWorker } from '../support/workflow-worker';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

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
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
});

afterEach(async () => {
  await lifecycle.handle.terminate();
  await worker.stop();
});

const happened = (event: string): number => world.audit.filter((entry) => entry.event === event).length;

it('checks a live server every day without sending a mail, and suspends it within hours of refused logins', async () => {
  await environment.sleep(3.5 * dayMs);
  expect(happened('healthChecked')).toBe(3);
  expect(
    world.reports.filter(({ id }) => id.startsWith('health-')).map(({ results }) => results.at(-1)?.stage),
  ).toEqual(['auth', 'auth', 'auth']);
  world.sessions = [[result('auth', 'inconclusive', 'AUTH_TEMPORARY')]];
  await environment.sleep(5 * dayMs);
  expect((await lifecycle.state()).live).toMatchObject({ status: 'active', health: { failures: 0 } });
  world.sessions = [[result('auth', 'fail', 'AUTH_REFUSED')]];
  const suspended = world.savedState(({ live }) => live?.status === 'suspended');
  await environment.sleep(1.1 * dayMs + 4 * hourMs);
  expect((await suspended).live?.suspension).toMatchObject({ cause: 'health', reason: 'AUTH_REFUSED' });
  const checks = happened('healthChecked');
  await environment.sleep(10 * dayMs);
  expect(happened('healthChecked')).toBe(checks);
}, 120_000);

it('goes on for a year: a check a day, the countdown of a certificate, and histories that stay short', async () => {
  await environment.sleep(365 * dayMs);
  const checks = happened('healthChecked');
  expect(checks).toBeGreaterThanOrEqual(355);
  expect(checks).toBeLessThanOrEqual(376);
  const warnings = world.audit.filter(({ event }) => event === 'certificateExpiring');
  expect(warnings).toHaveLength(4);
  const { live } = await lifecycle.state();
  expect(live?.status).toBe('active');
  const { historyLength } = await lifecycle.handle.describe();
  process.stdout.write(`After a year: ${checks} checks, ${historyLength} events in the present run\n`);
  expect(historyLength).toBeLessThan(5_000);
}, 240_000);
