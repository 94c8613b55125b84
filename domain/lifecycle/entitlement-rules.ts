import { termsFrom } from './contract-rules';
import type { Command } from './events';
import { lock } from './lock';
import { accepted, refused, type Outcome } from './outcome';
import type { LifecycleState } from './state';
import { underPreferences } from './suspended-mail-rules';

/** An organization that was closed is there again, locked, as one that has never had a server. */
export function register(state: LifecycleState, { payload }: Command<'register'>): Outcome {
  return accepted(state, { profile: payload.profile, ...(state.closure ? { closure: null } : {}) });
}

export function setPreferences(state: LifecycleState, { payload }: Command<'setPreferences'>): Outcome {
  if (!state.profile) return refused('ORGANIZATION_UNKNOWN');
  const { returnPath } = payload.preferences;
  // Until a check has said what the server accepts, anything may be chosen: the check then uses what was chosen.
  const known = state.live?.returnPaths ?? null;
  if (returnPath && known !== null && !known.includes(returnPath)) return refused('RETURN_PATH_NOT_ACCEPTED');
  const live = underPreferences(state.live, state.preferences, payload.preferences);
  return accepted(state, { preferences: payload.preferences, live });
}

/** Takes effect with the next round of sending. */
export function setSendingPolicy(state: LifecycleState, { payload }: Command<'setSendingPolicy'>): Outcome {
  return state.profile ? accepted(state, { sendingPolicy: payload.policy }) : refused('ORGANIZATION_UNKNOWN');
}

/** Only sales unlocks (rule 1). The admin address must be on record before anything can be sent back to it. */
export function unlock(state: LifecycleState, { actor, at, payload }: Command<'unlock'>): Outcome {
  if (!state.profile) return refused('ORGANIZATION_UNKNOWN');
  if (state.entitlement === 'unlocked') return refused('ALREADY_UNLOCKED');
  const terms = termsFrom(payload, actor, at);
  return terms ? accepted(state, { entitlement: 'unlocked', terms }) : refused('TERMS_INVALID');
}

export function revoke(state: LifecycleState): Outcome {
  return state.entitlement === 'locked' ? refused('ALREADY_LOCKED') : lock(state);
}
