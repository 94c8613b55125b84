import { randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { ReceivedMailResult } from '../../activities/route-received-mail';
import {
  bounceRejectedSignal,
  inboundMailWorkflowId,
  readAgainWorkflowId,
  workflowTypes,
} from '../../workflows/contract';
import { eventually } from '../support/eventually';
import { approval, people, profile, settings } from '../support/lifecycle-builders';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedLifecycle } from '../support/recorded-lifecycle';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';

let environment: TestWorkflowEnvironment;
let worker: WorkflowWorker;
let world: RecordedLifecycle;
let planned: ReceivedMailResult[];
let routed: string[];
let reopened: string[];

const done: ReceivedMailResult = { again: false, outcome: 'undeliverable', patterns: [] };

beforeAll(async () => {
  environment = await devServerEnvironment();
  world = new RecordedLifecycle();
  worker = await startWorkflowWorker(environment.nativeConnection, {
    ...world.activities(),
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

describe('a lifecycle that runs', () => {
  let lifecycle: LifecycleClient;

  beforeEach(async () => {
    lifecycle = new LifecycleClient(environment.client, worker.taskQueue);
    await lifecycle.start();
    await lifecycle.command('register', people.sender, { profile });
  });

  afterEach(async () => {
    await lifecycle.handle.terminate();
  });

  const saved = () => world.saved.filter(({ organizationId }) => organizationId === lifecycle.organizationId);

  async function goLive(): Promise<void> {
    await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
    await lifecycle.command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'credential-1' });
    await eventually('the draft is checked', () => saved().at(-1)?.draft?.status === 'awaiting-confirmation');
    await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
    await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
  }

  it('learns of a pattern of refusals, and goes on sending', async () => {
    await goLive();
    const pattern = { revision: 1, reason: 'blocked', recipients: 12, since: '2026-11-23T00:00:00.000Z' } as const;
    planned = [{ ...done, patterns: [{ organizationId: lifecycle.organizationId, pattern }] }];
    await receive(randomUUID());
    const { live } = await eventually('the pattern is saved', () => saved().find((state) => state.live?.refusals));
    expect(live).toMatchObject({ status: 'active', refusals: { reason: 'blocked', recipients: 12 } });
  });

  it('notes a bounce that was not to be believed in its audit trail once, and changes nothing else', async () => {
    const rejection = { organizationId: lifecycle.organizationId, fault: 'foreign-address' } as const;
    planned = [{ ...done, outcome: 'rejected', rejections: [rejection] }];
    const inboundMailId = randomUUID();
    const before = await lifecycle.state();
    await receive(inboundMailId);
    const noted = { reason: 'foreign-address', inboundMailId };
    await eventually('the rejection is saved', () => saved().at(-1)?.rejectedBounce?.inboundMailId === inboundMailId);
    await lifecycle.handle.signal(bounceRejectedSignal, noted);
    const after = await lifecycle.state();
    expect(after).toEqual({ ...before, version: before.version + 1, rejectedBounce: noted });
    expect(world.audit.filter(({ event }) => event === 'bounceRejected')).toMatchObject([
      {
        organizationId: lifecycle.organizationId,
        reason: 'foreign-address',
        changes: [{ field: 'rejectedBounce.inboundMailId', before: null, after: inboundMailId }],
      },
    ]);
  });
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
