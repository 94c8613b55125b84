import { randomUUID } from 'node:crypto';

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import fc from 'fast-check';

import { statusesOf } from '../../domain/lifecycle/state';
import { approval, changeRequest, people, profile, settings, terms } from '../support/lifecycle-builders';
import { eventually } from '../support/eventually';
import { LifecycleClient } from '../support/lifecycle-client';
import { RecordedLifecycle } from '../support/recorded-lifecycle';
import { devServerEnvironment, startWorkflowWorker, type WorkflowWorker } from '../support/workflow-worker';

/** Commands that meet at one workflow, in every order in which they can arrive: fast-check's scheduler picks the order. */

let environment: TestWorkflowEnvironment;
let worker: WorkflowWorker;
const world = new RecordedLifecycle();

beforeAll(async () => {
  environment = await devServerEnvironment();
  worker = await startWorkflowWorker(environment.nativeConnection, world.activities());
});

afterAll(async () => {
  await worker.stop();
  await environment.teardown();
});

type Contender = (lifecycle: LifecycleClient) => Promise<string>;
type Preparation = (lifecycle: LifecycleClient) => Promise<void>;

const savedState = (lifecycle: LifecycleClient, status: string) =>
  world.savedState(
    ({ organizationId, draft }) => organizationId === lifecycle.organizationId && draft?.status === status,
  );

const toReview: Preparation = async (lifecycle) => {
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, terms);
  await lifecycle.command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'credential-1' });
  await savedState(lifecycle, 'awaiting-confirmation');
  await lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
};
const toLive: Preparation = async (lifecycle) => {
  await toReview(lifecycle);
  await lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval });
};

/** Lets the contenders arrive in an order that chance picks, and tells their answers in the order of the contenders. */
async function race(
  prepare: Preparation,
  contenders: readonly Contender[],
  check: (answers: string[], lifecycle: LifecycleClient) => Promise<void>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const lifecycle = new LifecycleClient(environment.client, worker.taskQueue);
      await prepare(lifecycle);
      try {
        const arrivals = contenders.map(async (contend, index) => {
          await scheduler.schedule(Promise.resolve(), `contender ${index}`);
          return contend(lifecycle);
        });
        await scheduler.waitAll();
        await check(await Promise.all(arrivals), lifecycle);
      } finally {
        await lifecycle.handle.terminate();
      }
    }),
    { numRuns: 5 },
  );
}

const decideAs =
  (by: typeof people.reviewer, decision: typeof approval): Contender =>
  (lifecycle) =>
    lifecycle.refusal('decide', by, { revision: 1, decision });

it('of two reviewers one decides, and the other is told', async () => {
  const contenders = [decideAs(people.reviewer, approval), decideAs(people.secondReviewer, changeRequest)];
  await race(toReview, contenders, async (answers, lifecycle) => {
    expect(answers.toSorted()).toEqual(['ALREADY_DECIDED', 'accepted']);
    const { live, draft } = statusesOf(await lifecycle.state());
    expect({ live, draft }).toEqual(
      answers[0] === 'accepted' ? { live: 'active', draft: 'none' } : { live: 'none', draft: 'changes-requested' },
    );
  });
});

it('a decision and a withdrawal never both count', async () => {
  const withdraw: Contender = (lifecycle) => lifecycle.refusal('withdraw', people.admin, { revision: 1 });
  await race(toReview, [decideAs(people.reviewer, approval), withdraw], async (answers, lifecycle) => {
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1);
    expect(statusesOf(await lifecycle.state()).live).toBe(answers[0] === 'accepted' ? 'active' : 'none');
  });
});

it('an approval and a revocation end locked, whichever comes first', async () => {
  const revoke: Contender = (lifecycle) => lifecycle.refusal('revoke', people.sales, { reason: 'over' });
  await race(toReview, [decideAs(people.reviewer, approval), revoke], async (answers, lifecycle) => {
    expect(answers[1]).toBe('accepted');
    expect(['accepted', 'NOT_AWAITING_REVIEW']).toContain(answers[0]);
    expect(statusesOf(await lifecycle.state())).toEqual({ entitlement: 'locked', draft: 'none', live: 'none' });
  });
});

it('a rotation and a revocation leave no password behind', async () => {
  const rotatedOf = ({ organizationId }: LifecycleClient) => `rotated-${organizationId}`;
  const rotate: Contender = (lifecycle) =>
    lifecycle.refusal('rotatePassword', people.admin, { revision: 1, credentialId: rotatedOf(lifecycle) });
  const revoke: Contender = (lifecycle) => lifecycle.refusal('revoke', people.sales, { reason: 'over' });
  await race(toLive, [rotate, revoke], async (answers, lifecycle) => {
    expect(answers[1]).toBe('accepted');
    expect(['accepted', 'FEATURE_LOCKED']).toContain(answers[0]);
    if (answers[0] === 'accepted') {
      const rotated = rotatedOf(lifecycle);
      await eventually('the new password is shredded', async () => world.shredded.find((id) => id === rotated));
    }
    expect(statusesOf(await lifecycle.state())).toEqual({ entitlement: 'locked', draft: 'none', live: 'none' });
  });
});

it('fifty equal commands at once are one', async () => {
  const lifecycle = new LifecycleClient(environment.client, worker.taskQueue);
  await toReview(lifecycle);
  const { version } = await lifecycle.state();
  const commandId = randomUUID();
  const decide = () => lifecycle.command('decide', people.reviewer, { revision: 1, decision: approval }, commandId);
  const receipts = await Promise.all(Array.from({ length: 50 }, decide));
  expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
  expect(receipts[0]).toMatchObject({ live: 'active', version: version + 1 });
  await lifecycle.handle.terminate();
});

it('a role taken away between claim and decision decides nothing, in any order with the release by ops', async () => {
  const claimed: Preparation = async (lifecycle) => {
    await toReview(lifecycle);
    await lifecycle.command('claimReview', people.reviewer, { revision: 1 });
  };
  const withoutRole = { ...people.reviewer, roles: [] };
  const release: Contender = (lifecycle) => lifecycle.refusal('releaseReview', people.ops, { revision: 1 });
  await race(claimed, [decideAs(withoutRole, approval), release], async (answers, lifecycle) => {
    expect(answers).toEqual(['FORBIDDEN', 'accepted']);
    expect(await decideAs(people.secondReviewer, approval)(lifecycle)).toBe('accepted');
  });
});
