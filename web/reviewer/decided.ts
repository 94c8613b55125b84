import { useLocation, useNavigate } from 'react-router';

/** What a reviewer has just decided, so that the queue can say that it is done. */
export interface Decided {
  readonly name: string;
  /** `second`: an approval that needs another one. */
  readonly outcome: 'approve' | 'second' | 'request-changes' | 'reject';
}

const outcomes = ['approve', 'second', 'request-changes', 'reject'] as const;

/** Goes back to the queue, and takes along what was decided. */
export function useReturnToQueue(): (decided: Decided) => void {
  const navigate = useNavigate();
  return (decided) => void navigate('/reviews', { state: { decided } });
}

/** What was decided before the queue was opened, and the way to put it aside. */
export function useDecided(): { readonly decided: Decided | null; readonly putAside: () => void } {
  const { state, search } = useLocation();
  const navigate = useNavigate();
  return { decided: decidedIn(state), putAside: () => void navigate({ search }, { replace: true }) };
}

/** The state of a place in the browser's history is whatever a former version has put there. */
function decidedIn(state: unknown): Decided | null {
  if (typeof state !== 'object' || state === null || !('decided' in state)) return null;
  const { decided } = state;
  if (typeof decided !== 'object' || decided === null || !('name' in decided) || !('outcome' in decided)) return null;
  const outcome = outcomes.find((each) => each === decided.outcome);
  return outcome !== undefined && typeof decided.name === 'string' ? { name: decided.name, outcome } : null;
}
