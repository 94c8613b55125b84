import { waiting } from './draft-rules';
import type { LifecycleState } from './state';

/** How long a draft may wait, in milliseconds. */
export interface WaitingTimes {
  readonly draftExpiryMs: number;
  readonly confirmationExpiryMs: number;
}

/** When the draft's present status has lasted too long, in milliseconds since the epoch; null while it does not wait. */
export function draftDeadline(state: LifecycleState, times: WaitingTimes): number | null {
  const { draft } = state;
  if (!draft || !waiting.has(draft.status)) return null;
  const allowed = draft.status === 'awaiting-confirmation' ? times.confirmationExpiryMs : times.draftExpiryMs;
  return Date.parse(draft.since) + allowed;
}
