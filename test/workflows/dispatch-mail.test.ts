import { randomUUID } from 'node:crypto';

import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { statusesOf } from '../../domain/lifecycle/state';
import type { SendingNews } from '../../domain/sending-news';
import {
  dispatchWorkflowId,
  mailWaitingSignal,
  undeliverableWorkflowId,
  workflowTypes,
} from '../../workflows/contract';
import { approval, people, profile, settings } from '../support/lifecycle-builders';
import { eventually } from '../support/eventually';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedDelivery } from '../support/recorded-delivery';
import { RecordedLifecycle } from '../support/recorded-lifecycle';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';

let environment: TestWorkflowEnvironment;
let worker: WorkflowWorker;
let delivery: RecordedDelivery;
let world: RecordedLifecycle;
let organizationId: string;

beforeAll(async () => {
  environment = await devServerEnvironment();
});

afterAll(async () => {
  await environment.teardown();
});

beforeEach(async () => {
  organizationId = `org-${randomUUID()}`;
  delivery = new RecordedDelivery();
  world = new RecordedLifecycle();
  const activities = { ...world.activities(), ...delivery.activities() };
  worker = await startWorkflowWorker(environment.nativeConnection, activities);
});

afterEach(async () => {
  await worker.stop();
});

function wake(news?: SendingNews): Promise<WorkflowHandle> {
  return environment.client.workflow.signalWithStart(workflowTypes.dispatch, {
    workflowId: dispatchWorkflowId(organizationId),
    taskQueue: worker.taskQueue,
    args: [{ organizationId }],
    signal: mailWaitingSignal,
    signalArgs: news === undefined ? [] : [news],
  });
}

it('drains the outbox and ends when nothing waits', async () => {
  delivery.planned = [{ handled: 200, hasMore: true }, { handled: 3 }];
  const handle = await wake();
  await handle.result();
  expect(delivery.rounds).toHaveLength(2);
});

it('runs once more for a mail that comes while a round is under way', async () => {
  delivery.planned = [{ nextDueAt: '2099-01-01T00:00:00.000Z' }];
  const handle = await wake();
  await delivery.roundsReached(1);
  await wake();
  await delivery.roundsReached(2);
  await handle.result();
  expect(delivery.rounds).toHaveLength(2);
});

it('sleeps until the next mail is due', async () => {
  delivery.planned = [{ nextDueAt: new Date(Date.now() + 1_000).toISOString() }];
  const startedAt = Date.now();
  const handle = await wake();
  await handle.result();
  expect(delivery.rounds).toHaveLength(2);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(900);
});

it('has one workflow route each undeliverable, however often a round tells of it', async () => {
  const owedNotices = [
    { mailId: 'mail-1', recipient: 'a@partner.example', position: 0 },
    { mailId: 'mail-1', recipient: 'b@partner.example', position: 1 },
  ];
  delivery.planned = [{ owedNotices, hasMore: true }, { owedNotices }];
  const handle = await wake();
  await handle.result();
  for (const { mailId, position } of owedNotices) {
    await environment.client.workflow.getHandle(undeliverableWorkflowId(mailId, position)).result();
  }
  expect(delivery.notices.toSorted()).toEqual(['mail-1 a@partner.example', 'mail-1 b@partner.example']);
});

it('tells the lifecycle of trouble that the customer must mend, and of the first mail that leaves after it', async () => {
  world.policy = { healthFailures: 2, sendingFailureSpacingMs: 0 };
  const lifecycle = new LifecycleClient(environment.client, worker.taskQueue);
  organizationId = lifecycle.organizationId;
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
  await lifecycle.command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'credential-1' });
  await world.draft('awaiting-confirmation');
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
  const used = { revision: 1, credentialId: 'credential-1' };
  const trouble = { customerTrouble: { ...used, code: 'SENDER_REFUSED' } as const };
  delivery.planned = [{ ...trouble, hasMore: true }, { worksAgain: used }];
  await (await wake()).result();
  expect((await lifecycle.state()).live).toMatchObject({ status: 'active', sendingTrouble: null });
  delivery.planned = [trouble];
  await (await wake()).result();
  // The second failure is told by who sent mail without a workflow.
  delivery.planned = [];
  await (await wake(trouble)).result();
  const state = await world.savedState(({ live }) => live?.status === 'suspended');
  expect(statusesOf(state).live).toBe('suspended');
  await lifecycle.handle.terminate();
});

it('goes on when there is no lifecycle to be told of trouble or of a first mail', async () => {
  const owed = { mailId: randomUUID(), recipient: 'a@partner.example', position: 0 };
  delivery.planned = [
    {
      customerTrouble: { revision: 1, credentialId: 'credential-1', code: 'AUTH_REFUSED' },
      owedNotices: [owed],
      hasMore: true,
    },
    { firstSentBy: 1, hasMore: true },
  ];
  await (await wake()).result();
  expect(delivery.rounds).toHaveLength(3);
  await environment.client.workflow.getHandle(undeliverableWorkflowId(owed.mailId, 0)).result();
  expect(delivery.notices).toEqual([`${owed.mailId} a@partner.example`]);
});

it('collects the notices of a round where there are many, and starts one workflow for them', async () => {
  const owedNotices = ['ann', 'bob', 'eve'].map((name, position) => ({
    mailId: randomUUID(),
    recipient: `${name}@partner.example`,
    position,
  }));
  delivery.planned = [{ owedNotices, digestFrom: 3 }];
  await (await wake()).result();
  await eventually('the digest is written', async () => delivery.digests.length > 0);
  expect(delivery).toMatchObject({ digests: [3], notices: [] });
});
