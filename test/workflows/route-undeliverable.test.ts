import { randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { ReceivedMailResult } from '../../activities/route-received-mail';
import { inboundMailWorkflowId, readAgainWorkflowId, workflowTypes } from '../../workflows/contract';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';

let environment: TestWorkflowEnvironment;
let worker: WorkflowWorker;
let planned: ReceivedMailResult[];
let routed: string[];
let reopened: string[];

const done: ReceivedMailResult = { again: false, outcome: 'undeliverable', patterns: [] };

beforeAll(async () => {
  environment = await devServerEnvironment();
  worker = await startWorkflowWorker(environment.nativeConnection, {
    routeReceivedMail: async ({ inboundMailId }) => {
      routed.push(inboundMailId);
      return planned.shift() ?? done;
    },
    reopenReceivedMail: async ({ inboundMailId }) => void reopened.push(inboundMailId),
    listUnparseable: async ({ before }) =>
      before === null ? { inboundMailIds: ['i-1'], nextBefore: 'i-1' } : { inboundMailIds: ['i-2'], nextBefore: null },
  });
});

afterAll(async () => {
  await worker.stop();
  await environment.teardown();
});

beforeEach(() => {
  planned = [];
  routed = [];
  reopened = [];
});

async function receive(inboundMailId: string): Promise<void> {
  await environment.client.workflow.execute(workflowTypes.undeliverable, {
    workflowId: inboundMailWorkflowId(inboundMailId),
    taskQueue: worker.taskQueue,
    args: [{ inboundMailId }],
  });
}

it('routes a received mail once more while its attempt is not recorded', async () => {
  planned = [{ again: true, outcome: null, patterns: [] }];
  const id = randomUUID();
  await receive(id);
  expect(routed).toEqual([id, id]);
});

it('ends well although the lifecycle that a pattern is for cannot be told', async () => {
  const pattern = { revision: 1, reason: 'blocked', recipients: 12, since: '2026-11-23T00:00:00.000Z' } as const;
  planned = [{ ...done, patterns: [{ organizationId: `unknown-${randomUUID()}`, pattern }] }];
  const id = randomUUID();
  await receive(id);
  expect(routed).toEqual([id]);
});

it('reads all unparseable mails again, page by page', async () => {
  await environment.client.workflow.execute(workflowTypes.readAgain, {
    workflowId: readAgainWorkflowId(randomUUID()),
    taskQueue: worker.taskQueue,
    args: [{ inboundMailIds: null }],
  });
  expect([reopened, routed]).toEqual([
    ['i-1', 'i-2'],
    ['i-1', 'i-2'],
  ]);
});
