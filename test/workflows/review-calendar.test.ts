import { statusesOf, type LifecycleState } from '../../domain/lifecycle/state';
import { reviewPlan } from '../../domain/review/review-policy';
import { people, profile, rejection, settings, terms } from '../support/lifecycle-builders';
import { LifecycleScene } from '../support/lifecycle-scene';
import { usualReviewPolicy } from '../support/review-policies';
import { timeSkippingEnvironment } from '../support/workflow-worker';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
/** Every day is a working day here, so that the test's days are the calendar's. */
const everyDay = {
  ...usualReviewPolicy,
  calendar: { ...usualReviewPolicy.calendar, workingDays: [0, 1, 2, 3, 4, 5, 6] },
};

const scene = new LifecycleScene(timeSkippingEnvironment, async ({ world, lifecycle }) => {
  world.plan = (subject) => reviewPlan(everyDay, { ...subject, results: [] });
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
});

async function toReview(): Promise<void> {
  await scene.lifecycle.command('unlock', people.sales, terms);
  await scene.lifecycle.command('submitSettings', people.admin, {
    revision: 0,
    settings,
    credentialId: 'credential-1',
  });
  await scene.world.draft('awaiting-confirmation');
  await scene.lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
}

async function after(days: number): Promise<LifecycleState> {
  await scene.pass(days);
  return await scene.lifecycle.state();
}

/** What the clock has brought about, as the audit trail tells it. */
const timed = () => scene.world.audit.filter(({ causedBy }) => causedBy.startsWith('timer/')).map(({ event }) => event);

it('reminds after one working day, escalates after two, and lets what nobody decides expire after thirty days', async () => {
  await toReview();
  expect((await after(0.9)).draft?.called).toBe('none');
  expect((await after(0.2)).draft?.called).toBe('reminded');
  expect((await after(0.8)).draft?.called).toBe('reminded');
  expect((await after(0.2)).draft?.called).toBe('escalated');
  expect(statusesOf(await after(27)).draft).toBe('awaiting-review');
  expect(statusesOf(await after(1.1)).draft).toBe('expired');
  expect(timed()).toEqual(['reviewReminderDue', 'reviewEscalated', 'waitExpired']);
  expect(statusesOf(await after(400))).toEqual({ entitlement: 'unlocked', draft: 'expired', live: 'none' });
});

it('opens a claimed review to others when the claim has lapsed', async () => {
  await toReview();
  await scene.lifecycle.command('claimReview', people.reviewer, { revision: 1 });
  const claim = () => scene.lifecycle.refusal('claimReview', people.secondReviewer, { revision: 1 });
  expect(await claim()).toBe('CLAIMED_BY_ANOTHER');
  await after(1.01);
  expect(await claim()).toBe('accepted');
});

it('lets a rejection be answered for fourteen days, and shreds the password only then', async () => {
  await toReview();
  await scene.lifecycle.command('decide', people.reviewer, { revision: 1, decision: rejection });
  await after(13.9);
  expect(scene.world.shredded).toEqual([]);
  await after(0.2);
  expect(scene.world.shredded).toEqual(['credential-1']);
  expect(await scene.lifecycle.refusal('appeal', people.admin, { revision: 1, comment: 'late' })).toBe(
    'APPEAL_NOT_POSSIBLE',
  );
  expect(timed()).toEqual(['appealLapsed']);
});

it('gives an answered rejection a review of its own, with dates of its own', async () => {
  await toReview();
  await scene.lifecycle.command('decide', people.reviewer, { revision: 1, decision: rejection });
  await after(5);
  const receipt = await scene.lifecycle.command('appeal', people.admin, { revision: 1, comment: 'The domain is ours' });
  expect(receipt.draft).toBe('awaiting-review');
  expect((await after(1.1)).draft).toMatchObject({ called: 'reminded', appeal: { comment: 'The domain is ours' } });
  await scene.lifecycle.command('decide', people.secondReviewer, { revision: 1, decision: rejection });
  await after(0.1);
  expect(scene.world.shredded).toEqual(['credential-1']);
});

it('warns before the end of the contract and locks itself at the end', async () => {
  const now = await scene.environment.currentTimeMs();
  const endsAt = new Date(now + 100 * dayMs).toISOString();
  await scene.lifecycle.command('unlock', people.sales, { ...terms, endsAt });
  await after(99.5);
  expect(timed()).toEqual(['contractEnding', 'contractEnding', 'contractEnding', 'contractEnding']);
  expect((await scene.lifecycle.state()).terms?.warnedDays).toBe(1);
  expect(statusesOf(await after(0.6)).entitlement).toBe('locked');
  expect(timed().at(-1)).toBe('contractEnded');
});

it('forgets an end that sales has moved', async () => {
  const now = await scene.environment.currentTimeMs();
  const end = (days: number) => new Date(now + days * dayMs).toISOString();
  await scene.lifecycle.command('unlock', people.sales, { ...terms, endsAt: end(10) });
  await after(5);
  await scene.lifecycle.command('changeTerms', people.sales, { ...terms, endsAt: end(400) });
  expect(statusesOf(await after(300)).entitlement).toBe('unlocked');
  expect(timed()).toEqual(['contractEnding']);
});
