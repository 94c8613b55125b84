import { randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { createReconciliationActivities } from '../../activities/reconciliation-activities';
import { sha256 } from '../../adapters/crypto/audit-seal';
import { MongoAuditArchive } from '../../adapters/mongo/mongo-audit-archive';
import { MongoDriftLedger } from '../../adapters/mongo/mongo-drift-ledger';
import { MongoLifecycleProjector } from '../../adapters/mongo/mongo-lifecycle-projector';
import { MongoLifecycleStore } from '../../adapters/mongo/mongo-lifecycle-store';
import { MongoProjectionInspector } from '../../adapters/mongo/mongo-projection-inspector';
import { TemporalLifecycleGateway } from '../../adapters/temporal/temporal-lifecycle-gateway';
import { TemporalLifecycleInspector } from '../../adapters/temporal/temporal-lifecycle-inspector';
import { AuditChainCheck } from '../../domain/audit-chain';
import type { CommandReceipt } from '../../domain/lifecycle/command';
import { carriedOver } from '../../domain/lifecycle/revival-rules';
import type { LifecycleState } from '../../domain/lifecycle/state';
import { checkWorkflowId, reconciliationWorkflowId, workflowTypes } from '../../workflows/contract';
import { openTestMongo, testSeal, type TestMongo } from '../adapters/mongo/test-mongo';
import { eventually } from '../support/eventually';
import { approval, people, profile, settings } from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedLifecycle } from '../support/recorded-lifecycle';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';

/** Lifecycles that Temporal has lost, while projections and audit trails stand in a real MongoDB. */

const taskQueue = randomUUID();
const world = new RecordedLifecycle();

let environment: TestWorkflowEnvironment;
let mongo: TestMongo;
let worker: WorkflowWorker;
let gateway: TemporalLifecycleGateway;
let store: MongoLifecycleStore;
let projector: MongoLifecycleProjector;
const started: LifecycleClient[] = [];

beforeAll(async () => {
  environment = await devServerEnvironment();
  mongo = await openTestMongo();
  store = new MongoLifecycleStore(mongo.connection);
  projector = new MongoLifecycleProjector(mongo.connection, testSeal);
  gateway = new TemporalLifecycleGateway(environment.client, { taskQueue, checkLimits: { attempts: 1, pauseMs: 10 } });
  const { saveLifecycle, ...others } = world.activities();
  worker = await startWorkflowWorker(
    environment.nativeConnection,
    {
      ...others,
      saveLifecycle: async (saved) => {
        await projector.save(saved.state, saved.entries);
        return await saveLifecycle!(saved);
      },
      ...createReconciliationActivities({
        projections: new MongoProjectionInspector(mongo.connection),
        lifecycles: new TemporalLifecycleInspector(environment.client, { taskQueue, deadlineMs: 3_000 }),
        drifts: new MongoDriftLedger(mongo.connection),
        observer: { compared: () => {}, drifted: () => {} },
        perSecond: 1_000,
      }),
    },
    taskQueue,
  );
});

afterAll(async () => {
  for (const { handle } of started) await handle.terminate().catch(() => undefined);
  await worker.stop();
  await mongo.close();
  await environment.teardown();
});

async function unlocked(): Promise<LifecycleClient> {
  const lifecycle = new LifecycleClient(environment.client, taskQueue);
  started.push(lifecycle);
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
  return lifecycle;
}

const submission = { revision: 0, settings, credentialId: 'credential-1' };

/** What ops do by API: from what is kept in the database. */
async function revive({ organizationId }: LifecycleClient, commandId: string = randomUUID()): Promise<CommandReceipt> {
  const projection = (await store.find(organizationId))!;
  const [end = null] = await store.auditTrail(organizationId, { limit: 1 });
  const [atProjection = null] = await store.auditTrail(organizationId, {
    limit: 1,
    after: { value: projection.version + 1, id: '' },
  });
  const carried = carriedOver(projection, { end, atProjection });
  if (!carried) throw new Error('The projection is doubtful');
  const envelope = { commandId, actor: people.ops, fingerprint: 'test', payload: { reason: 'lost' } };
  return await gateway.execute(organizationId, 'reviveLifecycle', envelope, { carried });
}

/** The events of a trail whose chain is whole. */
async function wholeTrail(organizationId: string): Promise<string[]> {
  const check = new AuditChainCheck(organizationId, [], sha256);
  const events: string[] = [];
  for await (const entry of new MongoAuditArchive(mongo.connection).entries(organizationId)) {
    check.add(entry);
    events.push(entry.event);
  }
  expect(check.finish()).toEqual([]);
  return events;
}

function ofThis(lifecycle: LifecycleClient, isReached: (state: LifecycleState) => boolean) {
  return world.savedState((state) => state.organizationId === lifecycle.organizationId && isReached(state));
}

it('goes the rest of its way after somebody has terminated it in the middle of a check', async () => {
  const release = world.holdSessions();
  const lifecycle = await unlocked();
  await lifecycle.command('submitSettings', people.admin, submission);
  await world.sessionReached;
  await lifecycle.handle.terminate('an accident');
  release();
  const check = environment.client.workflow.getHandle(checkWorkflowId(lifecycle.organizationId, 1, 'draft', 1));
  await check.result().catch(() => undefined);
  expect((await store.find(lifecycle.organizationId))?.draft?.status).toBe('checking');

  expect(await revive(lifecycle)).toMatchObject({ command: 'reviveLifecycle', draft: 'checking', version: 4 });
  await ofThis(lifecycle, ({ draft }) => draft?.status === 'awaiting-confirmation');
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
  expect(await store.find(lifecycle.organizationId)).toMatchObject({ live: { status: 'active' } });
  expect(await wholeTrail(lifecycle.organizationId)).toEqual([
    'register',
    'unlock',
    'submitSettings',
    'reviveLifecycle',
    'checkFinished',
    'confirmTestMail',
    'decide',
  ]);
});

it('is started once, however many ask for it at the same time, and a repetition gets the first answer', async () => {
  const lifecycle = await unlocked();
  await lifecycle.handle.terminate('an accident');
  const asked = await Promise.allSettled(['a', 'a', 'b', 'c', 'd'].map((id) => revive(lifecycle, id)));
  const answers = asked.map((answer) => (answer.status === 'fulfilled' ? answer.value.commandId : answer.reason.code));
  const [winner] = answers.filter((answer) => answer !== 'LIFECYCLE_RUNNING');
  expect(new Set(answers)).toEqual(new Set([winner, 'LIFECYCLE_RUNNING']));
  expect(await wholeTrail(lifecycle.organizationId)).toEqual(['register', 'unlock', 'reviveLifecycle']);
  expect(await revive(lifecycle, winner)).toMatchObject({ commandId: winner, version: 3 });
});

it('does not use a number of the audit trail twice where the trail had come further than the projection', async () => {
  const lifecycle = await unlocked();
  const { organizationId } = lifecycle;
  const before = (await mongo.raw.collection<{ _id: string }>('organizations').findOne({ _id: organizationId }))!;
  await lifecycle.command('revoke', people.sales, { reason: 'over' });
  await lifecycle.handle.terminate('an accident');
  // As if the crash had come between the two writes, before anybody had an answer.
  await mongo.raw.collection<{ _id: string }>('organizations').replaceOne({ _id: organizationId }, before);
  await eventually(
    'the lease on the projection is over',
    async () => (await store.find(organizationId))?.version === 2,
  );
  expect(await revive(lifecycle)).toMatchObject({ entitlement: 'unlocked', version: 4 });
  expect(await wholeTrail(organizationId)).toEqual(['register', 'unlock', 'revoke', 'reviveLifecycle']);
});

it('agrees with its projection afterwards', async () => {
  const lifecycle = await unlocked();
  await lifecycle.handle.terminate('an accident');
  await revive(lifecycle);
  const compared = await environment.client.workflow.execute(workflowTypes.reconciliation, {
    workflowId: reconciliationWorkflowId(randomUUID()),
    taskQueue,
    args: [{ organizationId: lifecycle.organizationId, secondLookMs: 10 }],
  });
  expect(compared).toEqual({ compared: 1, found: 0, repaired: 0 });
  expect(await lifecycle.state()).not.toHaveProperty('isCarriedOver');
});

it('a lifecycle that runs is never started beside itself, nor set back', async () => {
  const lifecycle = await unlocked();
  const { runId } = await lifecycle.handle.describe();
  await expect(revive(lifecycle)).rejects.toMatchObject({ code: 'LIFECYCLE_RUNNING' });
  expect((await lifecycle.handle.describe()).runId).toBe(runId);
  expect((await lifecycle.state()).version).toBe(2);
});
