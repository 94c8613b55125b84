import { statusesOf } from '../../domain/lifecycle/state';
import { changeRequest, people, profile, settings } from '../support/lifecycle-builders';
import { LifecycleScene } from '../support/lifecycle-scene';
import { timeSkippingEnvironment } from '../support/workflow-worker';

const scene = new LifecycleScene(timeSkippingEnvironment, async ({ world, lifecycle }) => {
  await lifecycle.start();
  await lifecycle.command('register', people.sender, { profile });
  await lifecycle.command('unlock', people.sales, { note: null, contractReference: null });
  await lifecycle.command('submitSettings', people.admin, { revision: 0, settings, credentialId: 'credential-1' });
  await world.draft('awaiting-confirmation');
});

async function draftStatusAfter(days: number): Promise<string> {
  await scene.pass(days);
  return statusesOf(await scene.lifecycle.state()).draft;
}

it('lets a test mail that nobody confirms expire after seven days, and shreds the password', async () => {
  expect(await draftStatusAfter(6)).toBe('awaiting-confirmation');
  expect(await draftStatusAfter(1.1)).toBe('expired');
  expect(scene.world.shredded).toEqual(['credential-1']);
  expect(await scene.lifecycle.refusal('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' })).toBe(
    'NOT_AWAITING_CONFIRMATION',
  );
});

it('lets a review that nobody decides expire after thirty days', async () => {
  await scene.lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  expect(await draftStatusAfter(29)).toBe('awaiting-review');
  expect(await draftStatusAfter(1.1)).toBe('expired');
});

it('counts the waiting time anew with every step', async () => {
  await scene.pass(6);
  await scene.lifecycle.command('confirmTestMail', people.admin, { revision: 1, code: 'RIGHT' });
  await scene.pass(20);
  await scene.lifecycle.command('decide', people.reviewer, { revision: 1, decision: changeRequest });
  expect(await draftStatusAfter(29)).toBe('changes-requested');
  expect(await draftStatusAfter(1.1)).toBe('expired');
});
