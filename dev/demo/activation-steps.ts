import { setTimeout as sleep } from 'node:timers/promises';

import { bodyOf, type components } from '../../client/index';
import {
  expectRefusal,
  expectThat,
  ofOrganization,
  statuses,
  view,
  type DemoWorld,
  type MailServerView,
  type Player,
} from './demo-world';

type Receipt = components['schemas']['CommandReceipt'];
type Draft = NonNullable<MailServerView['draft']>;

const checkDeadlineMs = 120_000;
/** How long a copy may take to come back: a few seconds where everything is on this machine. */
const returnLimitMs = 60_000;
/** The copy of the last test mail has no part in its confirmation, so that it may be missing. */
const lateCopyMs = 10_000;
const pollMs = 250;
const mailServer = '/v1/organizations/{organizationId}/mail-server';

/** Locked by default; only sales unlocks. */
export async function unlock(world: DemoWorld): Promise<void> {
  const { cast, timeline, options } = world;
  timeline.chapter('Sales unlocks the feature');
  const params = ofOrganization(world);
  const profile = { name: 'Customer GmbH', adminAddress: options.admin, locale: 'de' as const };
  const registration = cast.backend.api.PUT('/v1/organizations/{organizationId}', { params, body: profile });
  timeline.step('backend', 'registers the organization', await bodyOf(registration));
  await expectRefusal(world, 'FEATURE_LOCKED', submit(world, cast.admin, 0, world.server.password));
  timeline.step('admin', 'tries to enter settings while locked', await statuses(world));
  const terms = { contractReference: 'DEMO-1', note: 'Demo' };
  const unlocking = cast.sales.api.POST(`${mailServer}/unlock`, { params, body: terms });
  timeline.step('sales', 'unlocks the own mail server', await bodyOf(unlocking));
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
  await confirmedByItself(world, cast.dual, await checksPassed(world));
  await expectRefusal(world, 'OWN_SUBMISSION', decide(world, cast.dual, 2, 'approve'));
  timeline.step('dual', 'tries to approve their own submission', await statuses(world));
  const claim = { params: ofOrganization(world), body: { revision: 2 } };
  const claiming = cast.reviewer.api.POST(`${mailServer}/claim-review`, claim);
  timeline.step('reviewer', 'claims the review', await bodyOf(claiming));
  const receipt = await decide(world, cast.reviewer, 2, 'request-changes');
  timeline.step('reviewer', 'asks for a change of the sender name', receipt);
}

/** The changed draft is approved and goes live. */
export async function approval(world: DemoWorld): Promise<void> {
  const { cast, timeline } = world;
  timeline.chapter('Approval');
  const changed = await submit(world, cast.admin, 2, world.server.password, 'Customer GmbH, Contracts');
  timeline.step('admin', 'submits the change', changed);
  await confirmWithCode(world, cast.admin, await checksPassed(world));
  timeline.step('reviewer', 'approves', await decide(world, cast.reviewer, 3, 'approve'));
  const { live } = await view(world);
  expectThat(live?.status === 'active' && live.revision.number === 3, 'revision 3 is live');
  timeline.seen(`revision 3 is live on ${live.revision.settings.host}:${live.revision.settings.port}`);
}

/** Revocation: nothing leaves through the customer's server any more. */
export async function revoke(world: DemoWorld): Promise<void> {
  const { cast, timeline } = world;
  timeline.chapter('Revocation');
  const revocation = { params: ofOrganization(world), body: { reason: 'The contract has ended' } };
  timeline.step('sales', 'revokes the feature', await bodyOf(cast.sales.api.POST(`${mailServer}/revoke`, revocation)));
}

/** The results of the check run that approval was based on, with those of its returned copy as soon as that is there. */
export async function approvedReport(world: DemoWorld, reportId: string) {
  let report = await reportOf(world, reportId);
  await eventually(lateCopyMs, async () => {
    report = await reportOf(world, reportId);
    return report.results.some(isOfReturnedCopy);
  });
  return report;
}

async function reportOf(world: DemoWorld, reportId: string) {
  const params = { path: { organizationId: world.organizationId, reportId }, query: { locale: 'en' as const } };
  return await bodyOf(world.cast.reviewer.api.GET(`${mailServer}/reports/{reportId}`, { params }));
}

function isOfReturnedCopy({ stage, verdict }: { readonly stage: string; readonly verdict: string }): boolean {
  return stage === 'returned-mail' && verdict !== 'skipped';
}

/** What the returned copy of the test mail was found to be, where one came back. */
async function returnedCopy(world: DemoWorld): Promise<void> {
  const { draft } = await view(world);
  if (!draft?.check) return;
  const { results } = await reportOf(world, draft.check.reportId);
  for (const { title, verdict } of results.filter(isOfReturnedCopy))
    world.timeline.seen(`returned copy (${verdict}): ${title}`);
}

async function submit(
  world: DemoWorld,
  { api }: Player,
  revision: number,
  password: string,
  senderName = 'Customer',
): Promise<Receipt> {
  const { host, port, security, user } = world.server;
  const settings = { host, port, security, user, senderAddress: world.options.from, senderName };
  const body = { revision, settings, password };
  return await bodyOf(api.POST(`${mailServer}/settings`, { params: ofOrganization(world), body }));
}

/** The draft's checks pass; its test mail is on its way. */
async function checksPassed(world: DemoWorld): Promise<Draft> {
  const { draft } = await checkFinished(world);
  const isPassed = draft?.status === 'awaiting-confirmation' || draft?.status === 'awaiting-review';
  expectThat(isPassed, `the checks pass (they ended in ${draft?.status ?? 'nothing'})`);
  world.timeline.seen(`all checks passed (${draft.check?.verdict ?? ''}), the test mail is out`);
  return draft;
}

/** The copy that went to our own domain comes back by itself. Where a server does not deliver there, the code helps. */
async function confirmedByItself(world: DemoWorld, as: Player, draft: Draft): Promise<void> {
  const isBack = await eventually(returnLimitMs, async () => (await view(world)).draft?.status === 'awaiting-review');
  if (!isBack) {
    world.timeline.seen('no copy of the test mail came back to us: the code in it confirms as well');
    await confirmWithCode(world, as, draft);
    return;
  }
  world.timeline.step('check', 'the returned test mail confirms the draft', await statuses(world));
  await returnedCopy(world);
}

/** The code in the copy that the admin got; it counts too where the other copy was quicker. */
async function confirmWithCode(world: DemoWorld, as: Player, draft: Draft): Promise<void> {
  const { number: revision, submittedAt: since } = draft.revision;
  const code = await world.observer.confirmationCode({
    recipient: world.options.admin,
    subject: world.server.host,
    since,
    route: 'customer',
  });
  world.timeline.seen(`the test mail arrived at ${world.options.admin} with a code`);
  const confirmation = { params: ofOrganization(world), body: { revision, code } };
  const confirmed = await bodyOf(as.api.POST(`${mailServer}/confirm-test-mail`, confirmation));
  world.timeline.step(as.actor, 'confirms the test mail with its code', confirmed);
}

async function decide(
  world: DemoWorld,
  { api }: Player,
  revision: number,
  verdict: 'approve' | 'request-changes',
): Promise<Receipt> {
  const params = ofOrganization(world);
  const { reportId, checklist } = await bodyOf(world.cast.reviewer.api.GET(`${mailServer}/review`, { params }));
  expectThat(reportId !== null, 'the review names its check report');
  const reason = verdict === 'approve' ? '' : 'Bitte ergänzen Sie den Absendernamen um Ihre Abteilung.';
  const fields = verdict === 'approve' ? [] : ['senderName' as const];
  const body = { revision, reportId, verdict, checklist: checklist.map(({ item }) => item), reason, fields };
  return await bodyOf(api.POST(`${mailServer}/decide`, { params, body }));
}

async function checkFinished(world: DemoWorld): Promise<MailServerView> {
  let state = await view(world);
  const isFinished = await eventually(checkDeadlineMs, async () => {
    state = await view(world);
    return state.draft?.status !== 'checking';
  });
  if (!isFinished) throw new Error('The check did not end in time');
  return state;
}

/** Whether it has come true in time. */
async function eventually(withinMs: number, isTrue: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if (await isTrue()) return true;
    await sleep(pollMs);
  }
  return false;
}
