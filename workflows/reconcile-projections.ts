import { continueAsNew, setCurrentDetails, sleep, workflowInfo } from '@temporalio/workflow';

import type { Suspect } from '../activities/ports/reconciliation';
import type { ReconciliationCounts } from '../domain/reconciliation/pass';
import { reconciliation } from './activity-proxies';
import type { ReconciliationInput, ReconciliationProgress } from './contract';

const usualSecondLookMs = 20_000;

/**
 * Compares projections with their lifecycles, page by page, and has written anew what differs. Started by a Schedule for
 * all organizations, or by somebody for one.
 */
export async function reconcileProjections(input: ReconciliationInput): Promise<ReconciliationCounts> {
  const { organizationId, secondLookMs = usualSecondLookMs } = input;
  const settle = (suspects: readonly Suspect[]) => settleAfterPause(suspects, secondLookMs);
  if (organizationId !== null) {
    const { compared, suspects } = await reconciliation.compareOne({ organizationId });
    return { compared, ...(await settle(suspects)) };
  }
  let progress: ReconciliationProgress = input.carried ?? {
    place: { part: 'projections', after: null },
    startedAt: new Date().toISOString(),
    compared: 0,
    found: 0,
    repaired: 0,
  };
  for (;;) {
    const { place } = progress;
    const { next, compared, suspects } = await reconciliation.comparePage.executeWithOptions(
      { summary: `The next of the ${place.part}` },
      [place],
    );
    const { found, repaired } = await settle(suspects);
    progress = {
      ...progress,
      compared: progress.compared + compared,
      found: progress.found + found,
      repaired: progress.repaired + repaired,
    };
    setCurrentDetails(`Compared ${progress.compared}, found ${progress.found}, repaired ${progress.repaired}`);
    if (next === null) break;
    progress = { ...progress, place: next };
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof reconcileProjections>({ ...input, carried: progress });
    }
  }
  const { place: _place, ...pass } = progress;
  await reconciliation.endPass.executeWithOptions({ summary: 'Keep what was found' }, [pass]);
  const { startedAt: _startedAt, ...counts } = pass;
  return counts;
}

/** What still looks like drift after the pause is drift. */
async function settleAfterPause(
  suspects: readonly Suspect[],
  pauseMs: number,
): Promise<Pick<ReconciliationCounts, 'found' | 'repaired'>> {
  if (suspects.length === 0) return { found: 0, repaired: 0 };
  await sleep(pauseMs, { summary: 'Until writes that were on their way have arrived' });
  return await reconciliation.settleSuspects.executeWithOptions(
    { summary: `Look again at ${suspects.length} organizations` },
    [{ suspects }],
  );
}
