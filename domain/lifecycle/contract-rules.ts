import type { Actor } from '../actor';
import type { Command, Fact, TermsPayload } from './events';
import { lock } from './lock';
import { accepted, ignored, refused, type Outcome } from './outcome';
import type { LifecycleState, Terms } from './state';

/** The terms as they stand from now on; undefined where they would be over before they began. */
export function termsFrom(payload: TermsPayload, by: Actor, at: string): Terms | undefined {
  const { note, contractReference, endsAt = null, secondApprover = false } = payload;
  if (endsAt !== null && Date.parse(endsAt) <= Date.parse(at)) return undefined;
  return { note, contractReference, endsAt, secondApprover, by, at, warnedDays: null };
}

/** Sales renews or changes what was agreed, while everything keeps running. */
export function changeTerms(state: LifecycleState, { actor, at, payload }: Command<'changeTerms'>): Outcome {
  if (state.entitlement === 'locked') return refused('FEATURE_LOCKED');
  const terms = termsFrom(payload, actor, at);
  return terms ? accepted(state, { terms }) : refused('TERMS_INVALID');
}

export function contractEnding(state: LifecycleState, { payload }: Fact<'contractEnding'>): Outcome {
  const { terms } = state;
  if (!terms || terms.endsAt !== payload.endsAt) return ignored;
  if (terms.warnedDays !== null && terms.warnedDays <= payload.daysLeft) return ignored;
  return accepted(state, { terms: { ...terms, warnedDays: payload.daysLeft } });
}

/** The feature locks itself, just as if sales had revoked it. */
export function contractEnded(state: LifecycleState, { payload }: Fact<'contractEnded'>): Outcome {
  return state.terms?.endsAt === payload.endsAt ? lock(state) : ignored;
}
