import { randomBytes, randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { DriftReport } from '../../activities/ports/reconciliation';
import { createReconciliationActivities } from '../../activities/reconciliation-activities';
import { sha256 } from '../../adapters/crypto/audit-seal';
import { MongoAuditArchive } from '../../adapters/mongo/mongo-audit-archive';
import { MongoDriftLedger } from '../../adapters/mongo/mongo-drift-ledger';
import { MongoLifecycleProjector } from '../../adapters/mongo/mongo-lifecycle-projector';
import { MongoLifecycleStore } from '../../adapters/mongo/mongo-lifecycle-store';
import { MongoProjectionInspector } from '../../adapters/mongo/mongo-projection-inspector';
import { TemporalJobReader } from '../../adapters/temporal/temporal-job-reader';
import { TemporalLifecycleInspector } from '../../adapters/temporal/temporal-lifecycle-inspector';
import { TemporalReconciliationStarter } from '../../adapters/temporal/temporal-reconciliation-starter';
import { AuditChainCheck } from '../../domain/audit-chain';
import type { DriftKind } from '../../domain/reconciliation/drift';
import type { ReconciliationCounts } from '../../domain/reconciliation/pass';
import {
  lifecycleWorkflowId,
  reconciliationWorkflowId,
  workflowTypes,
  type ReconciliationInput,
} from '../../workflows/contract';
import { openTestMongo, testSeal, type TestMongo } from '../adapters/mongo/test-mongo';
import { eventually } from '../support/eventually';
import { people, profile } from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedLifecycle } from '../support/recorded-lifecycle';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';

const taskQueue = randomUUID();
const counted: string[] = [];
const world = new RecordedLifecycle();

let environment: TestWorkflowEnvironment;
let mongo: TestMongo;
let worker: WorkflowWorker;
let ledger: MongoDriftLedger;
let inspector: TemporalLifecycleInspector;
let beforeSave: Promise<void> | undefined;

beforeAll(async () => {
  environment = await devServerEnvironment();
  mongo = await openTestMongo();
  ledger = new MongoDriftLedger(mongo.connection);
  inspector = new TemporalLifecycleInspector(environment.client, { taskQueue, deadlineMs: 3_000 });
  const projector = new MongoLifecycleProjector(mongo.connection, testSeal);
  worker = await startWorkflowWorker(
    environment.nativeConnection,
    {
      ...world.activities(),
      saveLifecycle: async ({ state, entries }) => {
        await beforeSave;
        await projector.save(state, entries);
        return null;
      },
      ...createReconciliationActivities({
        projections: new MongoProjectionInspector(mongo.connection),
        lifecycles: inspector,
        drifts: ledger,
        observer: { compared: () => {}, drifted: (kind, outcome) => void counted.push(`${kind} ${outcome}`) },
        perSecond: 1_000,
      }),
    },
    taskQueue,
  );
});

afterAll(async () => {
  for await (const { workflowId } of environment.client.workflow.list({
    query: `TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Running'`,
  })) {
    await environment.client.workflow.getHandle(workflowId).terminate();
  }
  await worker.stop();
  await mongo.close();
  await environment.teardown();
});

beforeEach(() => {
  counted.length = 0;
});

async function unlocked(): Promise<LifecycleClient> {
  const lifecycle = new LifecycleClient(environment.client, taskQueue);
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
  return lifecycle;
}

/** Once the service lists what has been started. */
async function listed(lifecycle: Pick<LifecycleClient, 'organizationId'>): Promise<void> {
  await eventually('the lifecycle is listed', async () => {
    const { organizationIds } = await inspector.running({ limit: 1_000, token: null });
    return organizationIds.includes(lifecycle.organizationId);
  });
}

async function reconcile(input: Partial<ReconciliationInput> = {}): Promise<ReconciliationCounts> {
  return await environment.client.workflow.execute(workflowTypes.reconciliation, {
    workflowId: reconciliationWorkflowId(randomUUID()),
    taskQueue,
    args: [{ organizationId: null, secondLookMs: 10, ...input }],
  });
}

const projections = () => mongo.raw.collection<{ _id: string; version: unknown }>('organizations');

const setFields = async ({ organizationId }: LifecycleClient, fields: object): Promise<void> =>
  void (await projections().updateOne({ _id: organizationId }, { $set: fields }));

async function reportsOf({ organizationId }: Pick<LifecycleClient, 'organizationId'>): Promise<readonly DriftReport[]> {
  return await ledger.list({ organizationId }, { limit: 10 });
}

/** The projection is the lifecycle's own state again, the trail tells of the repair, and its chain is whole. */
async function expectRepaired(lifecycle: LifecycleClient, kind: DriftKind): Promise<void> {
  const { organizationId } = lifecycle;
  const state = await lifecycle.state();
  expect(await new MongoLifecycleStore(mongo.connection).find(organizationId)).toEqual(state);
  const check = new AuditChainCheck(organizationId, [], sha256);
  const events: string[] = [];
  for await (const entry of new MongoAuditArchive(mongo.connection).entries(organizationId)) {
    check.add(entry);
    events.push(`${entry.event} ${entry.reason ?? ''}`.trim());
  }
  expect(check.finish()).toEqual([]);
  expect(events).toEqual(['register', 'unlock', `projectionRepaired ${kind}`]);
  expect(await reportsOf(lifecycle)).toMatchObject([
    { kind, outcome: 'repaired', actual: { entitlement: 'unlocked' } },
  ]);
  expect(counted).toContain(`${kind} repaired`);
}

it('finds nothing where nothing is wrong, and nothing in a lifecycle that was never registered', async () => {
  const lifecycle = await unlocked();
  const empty = new LifecycleClient(environment.client, taskQueue);
  await empty.start();
  await listed(empty);
  expect(await reconcile()).toEqual({ compared: 2, found: 0, repaired: 0 });
  expect(await reportsOf(lifecycle)).toEqual([]);
  expect(await ledger.lastPass()).toMatchObject({ compared: 2, found: 0 });
});

it('has every projection written anew that was changed, set back, set forward, robbed of its version, or deleted', async () => {
  const [changed, ahead, behind, without, missing] = await Promise.all([
    unlocked(),
    unlocked(),
    unlocked(),
    unlocked(),
    unlocked(),
  ]);
  await setFields(changed, {
    entitlement: 'locked',
    live: 'active',
    'state.profile.adminAddress': 'thief@evil.example',
  });
  await setFields(ahead, { version: 99, 'state.entitlement': 'locked' });
  await setFields(behind, { version: 1, entitlement: 'locked', 'state.version': 1 });
  await projections().updateOne({ _id: without.organizationId }, { $unset: { version: 1, state: 1 } });
  await projections().deleteOne({ _id: missing.organizationId });
  await listed(missing);
  expect(await reconcile()).toMatchObject({ found: 5, repaired: 5 });
  await expectRepaired(changed, 'projection-different');
  await expectRepaired(ahead, 'projection-ahead');
  await expectRepaired(behind, 'projection-behind');
  await expectRepaired(without, 'projection-ahead');
  await expectRepaired(missing, 'projection-missing');
  expect((await reportsOf(changed))[0]).toMatchObject({
    fields: ['entitlement', 'live', 'state.profile.adminAddress'],
    projected: { entitlement: 'locked', live: 'active' },
  });
  expect(await reconcile()).toMatchObject({ found: 0 });
});

it('compares one organization when it is asked to, and leaves the others alone', async () => {
  const [one, other] = await Promise.all([unlocked(), unlocked()]);
  await setFields(one, { live: 'active' });
  await setFields(other, { live: 'active' });
  expect(await reconcile({ organizationId: one.organizationId })).toEqual({ compared: 1, found: 1, repaired: 1 });
  await expectRepaired(one, 'projection-different');
  expect(await reportsOf(other)).toEqual([]);
  expect(await reconcile({ organizationId: other.organizationId })).toMatchObject({ repaired: 1 });
  expect(await reconcile({ organizationId: 'nobody' })).toEqual({ compared: 1, found: 0, repaired: 0 });
});

it('reports once what it cannot mend: no lifecycle, an ended one, one whose code fails; until it has passed', async () => {
  const lost = new LifecycleClient(environment.client, taskQueue);
  const source = await unlocked();
  const [copy] = await projections().find({ _id: source.organizationId }).toArray();
  await projections().insertOne({ ...copy, _id: lost.organizationId, version: 2 });
  const ended = await unlocked();
  await ended.handle.terminate('an accident');
  const broken = new LifecycleClient(environment.client, taskQueue);
  const workflowId = lifecycleWorkflowId(broken.organizationId);
  await environment.client.workflow.start(workflowTypes.lifecycle, { workflowId, taskQueue, args: [null] });
  await listed(broken);

  expect(await reconcile()).toMatchObject({ found: 3, repaired: 0 });
  expect(await reconcile()).toMatchObject({ found: 3, repaired: 0 });
  expect(await reportsOf(lost)).toMatchObject([{ kind: 'lifecycle-missing', outcome: 'open', actual: null }]);
  expect(await reportsOf(ended)).toMatchObject([
    { kind: 'lifecycle-ended', outcome: 'open', projected: { version: 2 } },
  ]);
  expect(await reportsOf(broken)).toMatchObject([{ kind: 'lifecycle-unanswered', outcome: 'open', projected: null }]);
  const [report] = await reportsOf(lost);
  expect(report!.seenAt > report!.foundAt).toBe(true);
  expect(Object.fromEntries(await ledger.openByKind())).toEqual({
    'lifecycle-missing': 1,
    'lifecycle-ended': 1,
    'lifecycle-unanswered': 1,
  });

  await projections().deleteMany({ _id: { $in: [lost.organizationId, ended.organizationId] } });
  await environment.client.workflow.getHandle(workflowId).terminate();
  expect(await reconcile()).toMatchObject({ found: 0 });
  expect(await reportsOf(lost)).toMatchObject([{ outcome: 'passed' }]);
  expect((await ledger.openByKind()).size).toBe(0);
});

it('takes a write that is on its way for no drift', async () => {
  const lifecycle = await unlocked();
  let release = (): void => undefined;
  beforeSave = new Promise((resolve) => (release = resolve));
  const command = lifecycle.command('revoke', people.sales, { reason: 'over' });
  await eventually('the lifecycle has gone ahead', async () => (await lifecycle.state()).version === 3);
  const running = reconcile({ organizationId: lifecycle.organizationId, secondLookMs: 1_500 });
  await eventually('the first look is over', async () => {
    const { taskQueue: queue } = worker;
    const pausing = `TaskQueue = '${queue}' AND WorkflowType = '${workflowTypes.reconciliation}' AND ExecutionStatus = 'Running'`;
    for await (const { workflowId, runId } of environment.client.workflow.list({ query: pausing })) {
      const { events } = await environment.client.workflow.getHandle(workflowId, runId).fetchHistory();
      return events?.some((event) => event.timerStartedEventAttributes);
    }
    return false;
  });
  release();
  await command;
  expect(await running).toEqual({ compared: 1, found: 0, repaired: 0 });
  expect(await reportsOf(lifecycle)).toEqual([]);
});

it('looks at more projections than fit on a page, each once', async () => {
  const organizationIds = Array.from({ length: 205 }, (_, index) => `~page-${String(index).padStart(3, '0')}`);
  await projections().insertMany(organizationIds.map((_id) => ({ _id, version: 1, state: null })));
  const { found } = await reconcile();
  expect(found).toBe(205);
  expect(Object.fromEntries(await ledger.openByKind())).toEqual({ 'lifecycle-missing': 205 });
  await projections().deleteMany({ _id: { $in: organizationIds } });
});

describe('a comparison on command', () => {
  const jobNameOf = () => ({ kind: 'reconciliation', commandId: randomBytes(32).toString('hex') }) as const;
  let jobs: TemporalJobReader;
  beforeAll(() => {
    jobs = new TemporalJobReader(environment.client);
  });

  it('is a job that tells what it found', async () => {
    const { organizationId } = await unlocked();
    const name = jobNameOf();
    expect(await jobs.find(name)).toBeNull();
    const starter = new TemporalReconciliationStarter(environment.client, { taskQueue });
    const { commandId } = name;
    for (let time = 0; time < 2; time += 1) await starter.reconcile({ organizationId, commandId });
    const job = await eventually('the comparison is over', async () => {
      const found = await jobs.find(name);
      return found?.state === 'done' ? found : null;
    });
    expect(job).toMatchObject({ ...name, result: { compared: 1, found: 0, repaired: 0 }, failure: null });
  });

  it('of all is refused while one of all runs, which its own repetition is not; ended from outside, it has failed', async () => {
    // Nobody works here, so that it stays under way.
    const idle = new TemporalReconciliationStarter(environment.client, { taskQueue: randomUUID() });
    const name = jobNameOf();
    const { commandId } = name;
    await idle.reconcile({ organizationId: null, commandId });
    await eventually('the running one is listed', async () => {
      const query = `WorkflowId = '${reconciliationWorkflowId(commandId)}' AND ExecutionStatus = 'Running'`;
      return (await environment.client.workflow.count(query)).count === 1;
    });
    const another = idle.reconcile({ organizationId: null, commandId: jobNameOf().commandId });
    await expect(another).rejects.toMatchObject({ code: 'RECONCILIATION_RUNNING' });
    await idle.reconcile({ organizationId: null, commandId });
    await idle.reconcile({ organizationId: 'org-1', commandId: jobNameOf().commandId });
    expect(await jobs.find(name)).toMatchObject({ state: 'under-way', endedAt: null, result: null, failure: null });
    await environment.client.workflow.getHandle(reconciliationWorkflowId(commandId)).terminate();
    const failure = { ending: 'terminated', code: 'INTERNAL' };
    expect(await jobs.find(name)).toMatchObject({ state: 'failed', endedAt: expect.any(String), failure });
  });
});
