import { randomUUID } from 'node:crypto';

import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';

import type { ReturnedRun } from '../../activities/returned-mail-activities';
import type { receiveTestMail } from '../../workflows';
import { workflowTypes } from '../../workflows/contract';
import { eventually } from '../support/eventually';
import { people, profile, settings } from '../support/lifecycle-builders';
import { LifecycleScene } from '../support/lifecycle-scene';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';

const scene = new LifecycleScene(devServerEnvironment, async () => {
  await scene.lifecycle.start();
  await scene.lifecycle.command('register', people.sender, { profile });
  await scene.lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
});

const submission = { revision: 0, settings, credentialId: 'credential-1' };
let worker: WorkflowWorker | undefined;
/** Which mails were audited, and how often somebody asked whether the run goes on. */
let audited: string[] = [];
let looks = 0;

beforeEach(() => {
  audited = [];
  looks = 0;
});

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});

/** A test mail comes in that belongs to this run; null: nobody waits for it. */
async function comeIn(returned: Partial<ReturnedRun> | null): Promise<WorkflowHandle<typeof receiveTestMail>> {
  const { organizationId } = scene.lifecycle;
  const run = returned && { organizationId, revision: 1, run: 1, ...returned };
  worker = await startWorkflowWorker(scene.environment.nativeConnection, {
    auditReturnedMail: async ({ inboundMailId }) => {
      audited.push(inboundMailId);
      return run;
    },
    // As the projection has it, which is where the activity looks.
    isStillChecking: async () => {
      looks += 1;
      return scene.world.saved.at(-1)?.draft?.status === 'checking';
    },
  });
  return await scene.environment.client.workflow.start<typeof receiveTestMail>(workflowTypes.returnedTestMail, {
    workflowId: `inbound/${randomUUID()}`,
    taskQueue: worker.taskQueue,
    args: [{ inboundMailId: 'mail-1' }],
  });
}

async function toConfirmation(): Promise<void> {
  await scene.lifecycle.command('submitSettings', people.admin, submission);
  await scene.world.draft('awaiting-confirmation');
}

it('confirms the draft as the code would have, with the audit done before', async () => {
  await toConfirmation();
  await (await comeIn({})).result();
  const { draft } = await scene.world.draft('awaiting-review');
  expect(draft?.run).toBe(1);
  expect(audited).toEqual(['mail-1']);
  // The code that was mailed does no harm afterwards.
  await scene.lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  expect((await scene.lifecycle.state()).draft).toEqual(draft);
});

it('that is quicker than its run waits for the run to end, and then confirms', async () => {
  const release = scene.world.holdSessions();
  await scene.lifecycle.command('submitSettings', people.admin, submission);
  await scene.world.sessionReached;
  const receiving = await comeIn({});
  await scene.world.savedState(({ draft }) => draft?.status === 'checking');
  await eventually('somebody asks whether the run goes on', () => looks > 0);
  expect((await scene.lifecycle.state()).draft?.status).toBe('checking');
  release();
  await receiving.result();
  expect(looks).toBeGreaterThan(1);
  await scene.world.draft('awaiting-review');
});

it('that nobody waits for confirms nothing', async () => {
  await toConfirmation();
  await (await comeIn(null)).result();
  expect(looks).toBe(0);
  expect((await scene.lifecycle.state()).draft?.status).toBe('awaiting-confirmation');
});

it.each([{ revision: 2 }, { run: 2 }])('of another revision or run confirms nothing: %j', async (other) => {
  await toConfirmation();
  await (await comeIn(other)).result();
  expect((await scene.lifecycle.state()).draft?.status).toBe('awaiting-confirmation');
});

it('that comes back twice, after its code was typed, changes nothing', async () => {
  await toConfirmation();
  await scene.lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  const { version } = await scene.lifecycle.state();
  await (await comeIn({})).result();
  await worker?.stop();
  await (await comeIn({})).result();
  expect((await scene.lifecycle.state()).version).toBe(version);
});

it('of an organization that is not there any more ends, and says so', async () => {
  const receiving = await comeIn({ organizationId: 'org-gone' });
  await expect(receiving.result()).rejects.toBeInstanceOf(WorkflowFailedError);
});
