import { randomBytes, randomUUID } from 'node:crypto';

import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import type { ReceivedMailResult } from '../../activities/route-received-mail';
import { TemporalInboundMailRouter } from '../../adapters/temporal/temporal-inbound-mail-router';
import { TemporalJobReader } from '../../adapters/temporal/temporal-job-reader';
import type { ErrorCode } from '../../domain/errors';
import { bounceRejectedSignal, inboundMailWorkflowId, workflowTypes } from '../../workflows/contract';
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
let listingFault: ErrorCode | null = null;
/** How often the store is away still. */
let failures: number;

const done: ReceivedMailResult = { again: false, outcome: 'undeliverable', patterns: [] };

beforeAll(async () => {
  environment = await devServerEnvironment();
  world = new RecordedLifecycle();
  worker = await startWorkflowWorker(environment.nativeConnection, {
    ...world.activities(),
    routeReceivedMail: async ({ inboundMailId }) => {
      if (failures > 0) {
        failures -= 1;
        throw ApplicationFailure.retryable('The store is away', 'STORE_UNAVAILABLE');
      }
      routed.push(inboundMailId);
      return planned.shift() ?? done;
    },
    reopenReceivedMail: async ({ inboundMailId }) => void reopened.push(inboundMailId),
    listUnparseable: async ({ before }) => {
      if (listingFault !== null) throw ApplicationFailure.nonRetryable('Away', listingFault);
      const isFirst = before === null;
      return isFirst ? { inboundMailIds: ['i-1'], nextBefore: 'i-1' } : { inboundMailIds: ['i-2'], nextBefore: null };
    },
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
  failures = 0;
});

async function receive(inboundMailId: string): Promise<void> {
  await environment.client.workflow.execute(workflowTypes.undeliverable, {
    workflowId: inboundMailWorkflowId(inboundMailId),
    taskQueue: worker.taskQueue,
    args: [{ inboundMailId }],
  });
}

async function activityTasks(inboundMailId: string): Promise<number> {
  const { events } = await environment.client.workflow.getHandle(inboundMailWorkflowId(inboundMailId)).fetchHistory();
  return events?.filter((event) => event.activityTaskScheduledEventAttributes).length ?? 0;
}

it('routes a received mail once more while its attempt is not recorded', async () => {
  planned = [{ again: true, outcome: null, patterns: [] }];
  const id = randomUUID();
  await receive(id);
  expect(routed).toEqual([id, id]);
});

it('settles what can be settled at once without a task of its own, and goes on with one where the store is away', async () => {
  const [quick, slow] = [randomUUID(), randomUUID()];
  await receive(quick);
  failures = 3;
  await receive(slow);
  expect(routed).toEqual([quick, slow]);
  expect(await activityTasks(quick)).toBe(0);
  expect(await activityTasks(slow)).toBe(1);
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

describe('reading all unparseable mails again', () => {
  const asked = async () => {
    const name = { kind: 'inbound-reading', commandId: randomBytes(32).toString('hex') } as const;
    const rereader = new TemporalInboundMailRouter(environment.client, { taskQueue: worker.taskQueue });
    const ask = async () => await rereader.readAgain({ inboundMailIds: null, commandId: name.commandId });
    await ask();
    const jobs = new TemporalJobReader(environment.client);
    const job = await eventually('the job is over', async () => {
      const found = await jobs.find(name);
      return found?.state === 'under-way' ? null : found;
    });
    return { name, job, ask };
  };

  it('goes on page by page, is a job with its count, and is not begun again by the same command', async () => {
    const { name, job, ask } = await asked();
    const result = { read: 2 };
    expect(job).toMatchObject({ ...name, state: 'done', result, failure: null });
    expect(Date.parse(job.endedAt!)).toBeGreaterThanOrEqual(Date.parse(job.startedAt));
    await ask();
    const pages = ['i-1', 'i-2'];
    expect([reopened, routed]).toEqual([pages, pages]);
  });

  it('is a failed job with the code of what it failed with', async () => {
    listingFault = 'STORE_UNAVAILABLE';
    const { job } = await asked();
    listingFault = null;
    expect(job).toMatchObject({ state: 'failed', result: null });
    expect(job.failure).toEqual({ ending: 'failed', code: 'STORE_UNAVAILABLE' });
  });
});
