import { CatalogueError } from '../domain/errors';
import type { LifecycleState } from '../domain/lifecycle/state';
import type { LifecycleInspector, LifecycleStanding } from './ports/reconciliation';

/** What a lifecycle says of itself; no state where it does not exist any more or does not answer. */
export async function truthOf(
  lifecycles: LifecycleInspector,
  organizationId: string,
): Promise<{ readonly standing: LifecycleStanding; readonly state: LifecycleState | null }> {
  const standing = await lifecycles.standing(organizationId);
  if (standing !== 'running') return { standing, state: null };
  try {
    return { standing, state: await lifecycles.state(organizationId) };
  } catch (error) {
    // The service has just told of it, so that it is the lifecycle that does not answer.
    if (!(error instanceof CatalogueError)) throw error;
    return { standing: 'failing', state: null };
  }
}
