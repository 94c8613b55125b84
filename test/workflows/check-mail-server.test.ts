import { randomUUID } from 'node:crypto';

import { CancelledFailure, sleep as activitySleep } from '@temporalio/activity';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { heartbeating } from '../../activities/heartbeat';
import { profile, settings } from '../support/lifecycle-builders';
import { RecordedLifecycle, result } from '../support/recorded-lifecycle';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';
import { workflowTypes, type CheckInput, type CheckLimits } from '../../workflows/contract';
import type { checkMailServer } from '../../workflows';

let environment: TestWorkflowEnvironment;
let worker: WorkflowWorker | undefined;
let world: RecordedLifecycle;

beforeAll(async () => {
  environment = await devServerEnvironment();
});

afterAll(async () => {
  await environment.teardown();
});

beforeEach(() => {
  world = new RecordedLifecycle();
});

afterEach(stopWorker);

async function stopWorker(): Promise<void> {
  await worker?.stop();
  worker = undefined;
}

async function start(
  limits: CheckLimits,
  changes: Parameters<typeof startWorkflowWorker>[1] = {},
): Promise<WorkflowHandle<typeof checkMailServer>> {
  worker = await startWorkflowWorker(environment.nativeConnection, { ...world.activities(), ...changes });
  const input: CheckInput = {
    organizationId: 'org-1',
    organizationName: profile.name,
    locale: 'en',
    adminAddress: profile.adminAddress,
    revision: 1,
    run: 1,
    settings,
    credentialId: 'credential-1',
    purpose: 'draft',
    limits,
  };
  return await environment.client.workflow.start<typeof checkMailServer>(workflowTypes.check, {
    workflowId: `check/${randomUUID()}`,
    taskQueue: worker.taskQueue,
    args: [input],
  });
}

const quick: CheckLimits = { attempts: 3, pauseMs: 1 };

it('cuts off a server that takes too long, and keeps what was found before', async () => {
  let end = (_reason: unknown): void => undefined;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  const hanging = () =>
    heartbeating(async (context): Promise<never> => {
      try {
        return await context.cancelled;
      } catch (error) {
        end(error);
        throw error;
      }
    });
  const handle = await start({ ...quick, deadlineMs: 1_500 }, { sendTestMail: hanging });
  const summary = await handle.result();
  expect(summary).toMatchObject({ verdict: 'inconclusive', failingStage: 'mail-from' });
  expect(world.reports[0]?.results.filter(({ verdict }) => verdict !== 'skipped')).toMatchObject([
    { code: 'DNS_RESOLVED' },
    { code: 'AUTH_ACCEPTED' },
    { stage: 'mail-from', code: 'SERVER_TOO_SLOW', verdict: 'inconclusive' },
  ]);
  expect(await ended).toBeInstanceOf(CancelledFailure);
});

it('tries passing trouble again only while there is time', async () => {
  world.sessions = [[result('auth', 'inconclusive', 'AUTH_TEMPORARY')]];
  let tries = 0;
  const counted = async () => {
    tries += 1;
    await activitySleep(900);
    return { results: [result('auth', 'inconclusive', 'AUTH_TEMPORARY')], transcript: [], certificateExpiresAt: null };
  };
  const handle = await start({ attempts: 50, pauseMs: 10, deadlineMs: 6_000 }, { openSession: counted });
  expect(await handle.result()).toMatchObject({ verdict: 'inconclusive', failingStage: 'auth' });
  expect(world.reports[0]?.results).toContainEqual(expect.objectContaining({ code: 'AUTH_TEMPORARY' }));
  expect(tries).toBeGreaterThan(1);
  expect(tries).toBeLessThan(7);
});

it('summarises a closed port as it does a silent one, and tries both as often', async () => {
  const trials: number[] = [];
  for (const [verdict, code] of [
    ['fail', 'CONNECTION_REFUSED'],
    ['inconclusive', 'CONNECTION_TIMED_OUT'],
  ] as const) {
    let tries = 0;
    const openSession = async () => {
      tries += 1;
      return { results: [result('connect', verdict, code)], transcript: [], certificateExpiresAt: null };
    };
    const handle = await start(quick, { openSession });
    expect(await handle.result()).toMatchObject({ verdict: 'inconclusive', failingStage: 'connect' });
    expect(world.reports.at(-1)?.results).toContainEqual(expect.objectContaining({ code, verdict }));
    trials.push(tries);
    await stopWorker();
  }
  expect(trials).toEqual([3, 3]);
});

it('is cancelled from outside in the middle of a stage, and leaves no report', async () => {
  const release = world.holdSessions();
  const handle = await start(quick);
  await world.sessionReached;
  await handle.cancel();
  await expect(handle.result()).rejects.toBeInstanceOf(WorkflowFailedError);
  release();
  expect(world.reports).toEqual([]);
});
