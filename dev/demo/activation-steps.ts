import { setTimeout as sleep } from 'node:timers/promises';

import { checkReport } from '../../api/schemas/check-report';
import { commandReceipt } from '../../api/schemas/command';
import { review } from '../../api/schemas/review';
import type { ApiClient } from './api-client';
import {
  expectRefusal,
  expectThat,
  mailServerPath,
  organizationPath,
  statuses,
  view,
  type DemoWorld,
  type MailServerView,
} from './demo-world';

const checkDeadlineMs = 120_000;
const pollMs = 250;

/** Locked by default; only sales unlocks. */
export async function unlock(world: DemoWorld): Promise<void> {
  const { cast, timeline, options } = world;
  timeline.chapter('Sales unlocks the feature');
  const profile = { name: 'Customer GmbH', adminAddress: options.admin, locale: 'de' };
  const registered = await cast.backend.send('PUT', organizationPath(world), profile, commandReceipt);
  timeline.step('backend', 'registers the organization', registered);
  await expectRefusal(world, 'FEATURE_LOCKED', submit(world, cast.admin, 0, world.server.password));
  timeline.step('admin', 'tries to enter settings while locked', await statuses(world));
  const terms = { contractReference: 'DEMO-1', note: 'Demo' };
  await command(world, cast.sales, 'unlock', 'unlocks the own mail server', terms);
}

/** The checks find a wrong password, and name the stage. */
export async function wrongPassword(world: DemoWorld): Promise<void> {
  const { cast, timeline } = world;
  timeline.chapter('A wrong password');
  timeline.step('admin', 'submits settings', await submit(world, cast.admin, 0, `${world.server.password}-wrong`));
  const checked = await checkFinished(world);
  const check = checked.draft?.check;
  expectThat(checked.draft?.status === 'check-failed', 'the check fails');
  expectThat(check?.failingStage === 'auth', `the failing stage is auth (it is ${check?.failingStage ?? 'none'})`);
  timeline.seen('the check failed at stage auth');
}

/** The corrected draft passes; its submitter, a reviewer too, cannot approve it; another reviewer asks for a change. */
export async function correctedDraft(world: DemoWorld): Promise<void> {
  const { cast, timeline } = world;
  timeline.chapter('The corrected draft');
  timeline.step('dual', 'submits corrected settings', await submit(world, cast.dual, 1, world.server.password));
  await passChecks(world, cast.dual, 2);
  await expectRefusal(world, 'OWN_SUBMISSION', decide(world, cast.dual, 2, 'approve'));
  timeline.step('dual', 'tries to approve their own submission', await statuses(world));
  await command(world, cast.reviewer, 'claim-review', 'claims the review', { revision: 2 });
  const receipt = await decide(world, cast.reviewer, 2, 'request-changes');
  timeline.step('reviewer', 'asks for a change of the sender name', receipt);
}

/** The changed draft is approved and goes live. */
export async function approval(world: DemoWorld): Promise<void> {
  const { cast, timeline } = world;
  timeline.chapter('Approval');
  const changed = await submit(world, cast.admin, 2, world.server.password, 'Customer GmbH, Contracts');
  timeline.step('admin', 'submits the change', changed);
  await passChecks(world, cast.admin, 3);
  timeline.step('reviewer', 'approves', await decide(world, cast.reviewer, 3, 'approve'));
  const { live } = await view(world);
  expectThat(live?.status === 'active' && live.revision.number === 3, 'revision 3 is live');
  timeline.seen(`revision 3 is live on ${live.revision.settings.host}:${live.revision.settings.port}`);
}

/** Revocation: nothing leaves through the customer's server any more. */
export async function revoke(world: DemoWorld): Promise<void> {
  world.timeline.chapter('Revocation');
  await command(world, world.cast.sales, 'revoke', 'revokes the feature', { reason: 'The contract has ended' });
}

/** The results of the check run that approval was based on. */
export async function approvedReport(world: DemoWorld, reportId: string) {
  return await world.cast.reviewer.get(`${mailServerPath(world)}/reports/${reportId}?locale=en`, checkReport);
}

async function submit(world: DemoWorld, as: ApiClient, revision: number, password: string, senderName = 'Customer') {
  const { host, port, security, user } = world.server;
  const settings = { host, port, security, user, senderAddress: world.options.from, senderName };
  const body = { revision, settings, password };
  return await as.send('POST', `${mailServerPath(world)}/settings`, body, commandReceipt);
}

async function passChecks(world: DemoWorld, as: ApiClient, revision: number): Promise<void> {
  const { draft } = await checkFinished(world);
  expectThat(
    draft?.status === 'awaiting-confirmation',
    `the checks pass (they ended in ${draft?.status ?? 'nothing'})`,
  );
  world.timeline.seen(`all checks passed (${draft.check?.verdict ?? ''}), the test mail is out`);
  const code = await world.observer.confirmationCode({
    recipient: world.options.admin,
    subject: world.server.host,
    since: draft.revision.submittedAt,
    route: 'customer',
  });
  world.timeline.seen(`the test mail arrived at ${world.options.admin} with a code`);
  await command(world, as, 'confirm-test-mail', 'confirms the test mail', { revision, code });
}

async function decide(world: DemoWorld, as: ApiClient, revision: number, verdict: 'approve' | 'request-changes') {
  const { reportId, checklist } = await world.cast.reviewer.get(`${mailServerPath(world)}/review`, review);
  const reason = verdict === 'approve' ? '' : 'Bitte ergänzen Sie den Absendernamen um Ihre Abteilung.';
  const fields = verdict === 'approve' ? [] : ['senderName'];
  const body = { revision, reportId, verdict, checklist: checklist.map(({ item }) => item), reason, fields };
  return await as.send('POST', `${mailServerPath(world)}/decide`, body, commandReceipt);
}

async function command(world: DemoWorld, as: ApiClient, path: string, story: string, body: object): Promise<void> {
  const receipt = await as.send('POST', `${mailServerPath(world)}/${path}`, body, commandReceipt);
  world.timeline.step(as.actor, story, receipt);
}

async function checkFinished(world: DemoWorld): Promise<MailServerView> {
  const deadline = Date.now() + checkDeadlineMs;
  while (Date.now() < deadline) {
    const state = await view(world);
    if (state.draft?.status !== 'checking') return state;
    await sleep(pollMs);
  }
  throw new Error('The check did not end in time');
}
