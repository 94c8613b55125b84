import type { Fact } from './events';
import { accepted, ignored, type Outcome } from './outcome';
import type { LifecycleState } from './state';

/** It changes nothing but the audit trail, which names the mail; the same mail is noted once. */
export function bounceRejected(state: LifecycleState, { payload }: Fact<'bounceRejected'>): Outcome {
  const { inboundMailId, reason } = payload;
  const last = state.rejectedBounce;
  if (!state.profile || (last?.inboundMailId === inboundMailId && last.reason === reason)) return ignored;
  return accepted(state, { rejectedBounce: { inboundMailId, reason } });
}
