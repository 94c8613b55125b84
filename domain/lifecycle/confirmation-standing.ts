import type { ErrorCode } from '../errors';
import type { LifecycleState } from './state';

/** Why a link in a test mail confirms nothing; null while it does. */
export function confirmationLinkObstacle(
  state: LifecycleState,
  { revision, run }: { readonly revision: number; readonly run: number },
): ErrorCode | null {
  const { entitlement, draft, live } = state;
  if (entitlement === 'locked') return 'CONFIRMATION_LINK_EXPIRED';
  if (live?.revision.number === revision) return 'CONFIRMATION_LINK_USED';
  if (draft?.revision.number !== revision || draft.run !== run) return 'CONFIRMATION_LINK_EXPIRED';
  switch (draft.status) {
    case 'awaiting-confirmation':
      return null;
    case 'checking':
      return 'CHECK_RUNNING';
    case 'awaiting-review':
    case 'changes-requested':
    case 'rejected':
      return 'CONFIRMATION_LINK_USED';
    case 'check-failed':
    case 'withdrawn':
    case 'expired':
      return 'CONFIRMATION_LINK_EXPIRED';
  }
}
