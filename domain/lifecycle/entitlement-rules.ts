import { openCredential } from './draft-rules';
import type { Command } from './events';
import { accepted, refused, shredding, type Outcome } from './outcome';
import type { LifecycleState } from './state';

export function register(state: LifecycleState, { payload }: Command<'register'>): Outcome {
  return accepted(state, { profile: payload.profile });
}

export function setPreferences(state: LifecycleState, { payload }: Command<'setPreferences'>): Outcome {
  return state.profile ? accepted(state, { preferences: payload.preferences }) : refused('ORGANIZATION_UNKNOWN');
}

/** Only sales unlocks (rule 1). The admin address must be on record before anything can be sent back to it. */
export function unlock(state: LifecycleState): Outcome {
  if (!state.profile) return refused('ORGANIZATION_UNKNOWN');
  return state.entitlement === 'unlocked' ? refused('ALREADY_UNLOCKED') : accepted(state, { entitlement: 'unlocked' });
}

/** The live server stops, the draft ends, every password is destroyed; waiting mail goes on through the platform. */
export function revoke(state: LifecycleState): Outcome {
  if (state.entitlement === 'locked') return refused('ALREADY_LOCKED');
  const { draft, live } = state;
  return accepted(state, { entitlement: 'locked', draft: null, live: null }, [
    { kind: 'wake-dispatcher' },
    ...shredding(openCredential(draft), live?.revision.credentialId, live?.rotation?.credentialId),
  ]);
}
