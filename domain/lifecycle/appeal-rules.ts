import type { Command, Fact } from './events';
import { accepted, ignored, refused, shredding, type Outcome } from './outcome';
import { awaitingReview } from './review-start';
import type { LifecycleState } from './state';

/** A rejected customer answers once, with a comment; the same revision and report go back to the reviewers. */
export function appeal(state: LifecycleState, { actor, at, payload }: Command<'appeal'>): Outcome {
  const { draft } = state;
  if (state.entitlement === 'locked') return refused('FEATURE_LOCKED');
  if (!draft) return refused('NO_DRAFT');
  if (draft.revision.number !== payload.revision) return refused('STALE_REVISION');
  if (draft.status !== 'rejected' || draft.appealUntil === null || draft.appealUntil <= at) {
    return refused('APPEAL_NOT_POSSIBLE');
  }
  const { comment, plan = null } = payload;
  const answered = { ...draft, appeal: { comment, by: actor, at }, appealUntil: null };
  return accepted(state, { draft: awaitingReview(answered, plan, at) });
}

/** Nobody answered in time: the rejection is final, and the password goes. */
export function appealLapsed(state: LifecycleState, { payload }: Fact<'appealLapsed'>): Outcome {
  const { draft } = state;
  if (draft?.status !== 'rejected' || draft.appealUntil === null) return ignored;
  if (draft.revision.number !== payload.revision) return ignored;
  return accepted(state, { draft: { ...draft, appealUntil: null } }, shredding(draft.revision.credentialId));
}
