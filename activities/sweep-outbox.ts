import type { Context } from '@temporalio/activity';

import type { DeliveryActivityDeps } from './delivery-activities';
import type { OrganizationWork } from './ports/outbox';
import { categoriesOn } from './sending-way';

const organizationsPerSweep = 5_000;
const wakesAtOnce = 10;

/** Wakes the dispatchers that have something to do. One that cannot be woken keeps none of the others asleep. */
export async function wakeDispatchers(deps: DeliveryActivityDeps, context: Context): Promise<void> {
  const found = await deps.outbox.organizationsWithWork(new Date().toISOString(), organizationsPerSweep);
  const rest = found.values();
  const wakeNext = async (): Promise<void> => {
    for (const work of rest) {
      if (context.cancellationSignal.aborted) return;
      await wakeWhereUseful(deps, work, context);
    }
  };
  await Promise.all(Array.from({ length: wakesAtOnce }, wakeNext));
}

async function wakeWhereUseful(deps: DeliveryActivityDeps, work: OrganizationWork, context: Context): Promise<void> {
  const { organizationId } = work;
  try {
    if (work.hasOther || (await canSend(deps, work))) await deps.dispatcher.wake(organizationId);
  } catch (error) {
    context.log.warn('A dispatcher could not be woken; the next sweep tries again', { organizationId, error });
  }
}

/** Mail that waits for a suspended server needs no dispatcher before its age is reached; mail that is given up does. */
async function canSend(
  deps: DeliveryActivityDeps,
  { organizationId, dueCategories }: OrganizationWork,
): Promise<boolean> {
  const state = await deps.lifecycles.find(organizationId);
  const waiting = categoriesOn(state, 'wait');
  return dueCategories.some((category) => !waiting.includes(category));
}
