import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { DefaultLogger, Worker, bundleWorkflowCode } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { failureConverterPath } from '../../adapters/temporal/data-converter';
import { TemporalLifecycleInspector } from '../../adapters/temporal/temporal-lifecycle-inspector';
import { lifecycleWorkflowId, workflowTypes } from '../../workflows/contract';
import { eventually } from '../support/eventually';
import { people, profile, rejection, settings } from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedLifecycle } from '../support/recorded-lifecycle';
import { devServerEnvironment } from '../support/workflow-worker';

/** Workflows whose rules about appeals throw, so that what they do to everything else can be seen. */

const root = join(__dirname, '..', '..');
const taskQueue = randomUUID();
const world = new RecordedLifecycle();
const brokenId = lifecycleWorkflowId(`broken-${randomUUID()}`);
const appeal = { revision: 1, comment: 'The domain is ours' };

let environment: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;
const started: string[] = [];

beforeAll(async () => {
  environment = await devServerEnvironment();
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: join(root, 'workflows', 'index.ts'),
    failureConverterPath,
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: {
        ...config.resolve,
        alias: {
          ...(config.resolve?.alias as Record<string, string>),
          [join(root, 'domain', 'lifecycle', 'appeal-rules.ts')]: join(root, 'test', 'support', 'defective-rules.ts'),
        },
      },
    }),
  });
  const { nativeConnection: connection } = environment;
  worker = await Worker.create({ connection, taskQueue, workflowBundle, activities: world.activities() });
  running = worker.run();
  // It takes the server a while to report it, which goes by beside the other tests.
  started.push(brokenId);
  await environment.client.workflow.start(workflowTypes.lifecycle, { workflowId: brokenId, taskQueue, args: [null] });
}, 120_000);

afterAll(async () => {
  for (const workflowId of started) await environment.client.workflow.getHandle(workflowId).terminate();
  worker.shutdown();
  await running;
  await environment.teardown();
});

async function rejected(limits: { appealMs: number }): Promise<LifecycleClient> {
  const lifecycle = new LifecycleClient(environment.client, taskQueue);
  started.push(lifecycleWorkflowId(lifecycle.organizationId));
  await lifecycle.start({ limits } as never);
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
  await lifecycle.command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'credential-1' });
  const { organizationId } = lifecycle;
  await world.savedState(
    (state) => state.organizationId === organizationId && state.draft?.status === 'awaiting-confirmation',
  );
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: rejection });
  return lifecycle;
}

const failedTasks = async ({ handle }: LifecycleClient): Promise<number> =>
  ((await handle.fetchHistory()).events ?? []).filter((event) => event.workflowTaskFailedEventAttributes).length;

it('a command whose rule throws is refused as INTERNAL, and the organization goes on', async () => {
  const lifecycle = await rejected({ appealMs: 3_600_000 });
  const { version } = await lifecycle.state();
  expect(await lifecycle.refusal('appeal', people.admin, appeal)).toBe('INTERNAL');
  expect(await lifecycle.refusal('appeal', people.admin, appeal)).toBe('INTERNAL');
  expect((await lifecycle.state()).version).toBe(version);
  const next = { revision: 1, settings, credentialId: 'credential-2' };
  expect(await lifecycle.command('submitSettings', people.admin, next)).toMatchObject({
    draft: 'checking',
    revision: 2,
  });
  expect(await failedTasks(lifecycle)).toBe(0);
});

it('a deadline whose rule throws is met again after an hour, not again and again, and keeps nobody from anything', async () => {
  const lifecycle = await rejected({ appealMs: 300 });
  const timers = async (): Promise<string[]> =>
    ((await lifecycle.handle.fetchHistory()).events ?? []).flatMap(
      (event) => event.timerStartedEventAttributes?.startToFireTimeout?.seconds?.toString() ?? [],
    );
  await eventually('the pause has begun', async () => (await timers()).includes('3600'));
  expect(await lifecycle.command('revoke', people.sales, { reason: 'over' })).toMatchObject({ entitlement: 'locked' });
  expect((await timers()).length).toBeLessThanOrEqual(6);
  expect(await failedTasks(lifecycle)).toBe(0);
});

it('an execution whose tasks fail for good is counted, so that an alert can tell of it', async () => {
  const inspector = new TemporalLifecycleInspector(environment.client, { taskQueue });
  expect(await new TemporalLifecycleInspector(environment.client, { taskQueue: 'another' }).failingExecutions()).toBe(
    0,
  );
  await eventually('it is counted', async () => (await inspector.failingExecutions()) === 1, 90_000);
}, 120_000);
