import type { Actor } from '../actor';
import type { Command, Fact } from './events';
import { accepted, ignored, refused, shredding, type Outcome } from './outcome';
import { takingOver } from './suspended-mail-rules';
import type { LifecycleState, LiveServer, Suspension, SuspensionCause, Task } from './state';

const wake: Task = { kind: 'wake-dispatcher' };

export function pause(state: LifecycleState, { actor, at, payload }: Command<'pause'>): Outcome {
  const { live } = state;
  if (!live) return refused('NO_LIVE_SERVER');
  if (live.status !== 'active') return refused('LIVE_SERVER_NOT_ACTIVE');
  return suspendFor(state, live, 'customer', payload.reason, actor, at);
}

export function continueSending(state: LifecycleState, { at }: Command<'continue'>): Outcome {
  if (!state.live) return refused('NO_LIVE_SERVER');
  if (state.live.suspension?.cause !== 'customer') return refused('LIVE_SERVER_NOT_SUSPENDED');
  return reactivate(state, state.live, at);
}

/**
 * Ops may also take over a suspension that the customer or the health watch began; the customer's comes back after it.
 * While a server is checked before it is resumed, suspending it anew stops that.
 */
export function suspend(state: LifecycleState, { actor, at, payload }: Command<'suspend'>): Outcome {
  const { live } = state;
  if (!live) return refused('NO_LIVE_SERVER');
  if (live.suspension?.cause === 'ops' && !live.resumption) return refused('LIVE_SERVER_NOT_ACTIVE');
  const beneath = live.suspension?.cause === 'customer' ? live.suspension : null;
  return suspendFor(state, live, 'ops', payload.reason, actor, at, beneath);
}

export function certificateSeen(state: LifecycleState, { payload }: Fact<'certificateSeen'>): Outcome {
  const { live } = state;
  const isNews = live?.revision.number === payload.revision && live.certificateExpiresAt !== payload.expiresAt;
  return isNews ? accepted(state, { live: { ...live, certificateExpiresAt: payload.expiresAt } }) : ignored;
}

const patternNewsMs = 24 * 60 * 60 * 1000;

/** The same pattern is news once a day, or when it has grown tenfold; sending goes on (rule 8 of the product). */
export function refusalPatternSeen(state: LifecycleState, { at, payload }: Fact<'refusalPatternSeen'>): Outcome {
  const { live } = state;
  const { reason, recipients } = payload;
  if (live?.revision.number !== payload.revision) return ignored;
  const known = live.refusals;
  const isKnown = known?.reason === reason && Date.parse(at) - Date.parse(known.at) < patternNewsMs;
  if (isKnown && recipients < known.recipients * 10) return ignored;
  return accepted(state, { live: { ...live, refusals: { reason, recipients, at } } });
}

/** A new password is checked while the old one keeps sending; it needs no new approval (rule 9). */
export function rotatePassword(state: LifecycleState, { actor, at, payload }: Command<'rotatePassword'>): Outcome {
  const { live } = state;
  if (state.entitlement === 'locked') return refused('FEATURE_LOCKED');
  if (!live) return refused('NO_LIVE_SERVER');
  if (live.revision.number !== payload.revision) return refused('STALE_REVISION');
  if (live.rotation) return refused('ROTATION_RUNNING');
  const { credentialId, revision } = payload;
  // A rotation from long ago, sent again: its password is the one in use.
  if (credentialId === live.revision.credentialId) return refused('IDEMPOTENCY_KEY_REUSED');
  const run = live.rotations + 1;
  const rotation = { credentialId, run, by: actor, at };
  return accepted(state, { live: { ...live, rotation, rotations: run } }, [
    { kind: 'adopt-credential', credentialId },
    { kind: 'check-rotation', revision, run },
  ]);
}

/** A password that opens the server replaces the old one, and mends a suspension for health; any other is destroyed. */
export function rotationChecked(state: LifecycleState, { at: now, payload }: Fact<'rotationChecked'>): Outcome {
  const { live } = state;
  const rotation = live?.rotation;
  if (!rotation || live.revision.number !== payload.revision || rotation.run !== payload.run) return ignored;
  const { run, by, at } = rotation;
  const { verdict } = payload.summary;
  const concluded: LiveServer = { ...live, rotation: null, lastRotation: { run, by, at, check: payload.summary } };
  if (verdict !== 'pass' && verdict !== 'warn') {
    return accepted(state, { live: concluded }, shredding(rotation.credentialId));
  }
  const swapped: LiveServer = {
    ...concluded,
    sendingTrouble: null,
    revision: { ...live.revision, credentialId: rotation.credentialId },
  };
  // The same stages have passed that a check before resuming goes through.
  const mended = live.suspension?.cause === 'health' || live.resumption ? activeAgain(swapped, now) : swapped;
  return accepted(state, { live: mended }, [wake, ...shredding(live.revision.credentialId)]);
}

export function suspendFor(
  state: LifecycleState,
  live: LiveServer,
  cause: SuspensionCause,
  reason: string,
  by: Actor,
  at: string,
  beneath: Suspension | null = null,
): Outcome {
  const suspension: Suspension = { cause, reason, by, at, beneath, ...takingOver(live) };
  return accepted(state, { live: { ...live, status: 'suspended', suspension, resumption: null } });
}

/** Sending goes on, and the mail that waited goes at once. */
export function reactivate(state: LifecycleState, live: LiveServer, at: string): Outcome {
  return accepted(state, { live: activeAgain(live, at) }, [wake]);
}

function activeAgain(live: LiveServer, at: string): LiveServer {
  const forgiven = live.health && { health: { ...live.health, failures: 0 } };
  const running = { status: 'active', suspension: null, resumption: null } as const;
  return { ...live, ...forgiven, ...running, sendingTrouble: null, resumedAt: at };
}
