import type { Command, Fact } from './events';
import { accepted, ignored, refused, shredding, type Outcome } from './outcome';
import type { LifecycleState, LiveServer } from './state';

/** The present revision has proven itself: the one before is not needed any more, nor is its password. */
export function firstMailSent(state: LifecycleState, { at, payload }: Fact<'firstMailSent'>): Outcome {
  const { live } = state;
  if (live?.revision.number !== payload.revision || live.firstMailAt !== null) return ignored;
  const proven: LiveServer = { ...live, firstMailAt: at, previous: null };
  return accepted(state, { live: proven }, shredding(live.previous?.revision.credentialId));
}

/** Back to the revision before, between two mails. A suspension by ops or by the customer outlives the change. */
export function rollBack(state: LifecycleState, { payload }: Command<'rollBack'>): Outcome {
  const { live } = state;
  if (!live) return refused('NO_LIVE_SERVER');
  if (live.revision.number !== payload.revision) return refused('STALE_REVISION');
  if (!live.previous) return refused('NOTHING_TO_ROLL_BACK_TO');
  const suspension = live.suspension?.cause === 'health' ? null : live.suspension;
  const restored: LiveServer = {
    ...live.previous,
    status: suspension ? 'suspended' : 'active',
    suspension,
    rotation: null,
    lastRotation: null,
    previous: null,
  };
  return accepted(state, { live: restored }, [
    { kind: 'wake-dispatcher' },
    ...shredding(live.revision.credentialId, live.rotation?.credentialId),
  ]);
}
