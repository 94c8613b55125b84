import type { Stack } from '../stack';
import { approval, approvedReport, correctedDraft, revoke, unlock, wrongPassword } from './activation-steps';
import {
  handedMails,
  informationalMail,
  mailAfterRevocation,
  refusedRecipient,
  switchBrandingOn,
  transactionalMail,
} from './delivery-steps';
import { createWorld, expectThat, view } from './demo-world';
import type { DemoOptions } from './options';
import { successSummary, type DemoSummary } from './summary';
import type { Timeline } from './timeline';

/**
 * One organization's whole way through the public API, as its four users and the product's backend. Rejects at the first
 * thing that is not observed as it must be.
 */
export async function playScenario(stack: Stack, options: DemoOptions, timeline: Timeline): Promise<DemoSummary> {
  const world = await createWorld(stack, options, timeline);
  await unlock(world);
  await wrongPassword(world);
  await correctedDraft(world);
  await approval(world);
  const { live } = await view(world);
  expectThat(live !== null, 'a server is live');
  const report = await approvedReport(world, live.decision.reportId);
  await switchBrandingOn(world);
  await transactionalMail(world);
  await informationalMail(world);
  await refusedRecipient(world);
  await revoke(world);
  await mailAfterRevocation(world);
  return successSummary(stack, world, report, await handedMails(world));
}
