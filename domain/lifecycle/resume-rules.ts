import { healthOf } from './health';
import { afterCheck, hasPassed } from './health-rules';
import { reactivate } from './live-rules';
import type { Command, Fact } from './events';
import { accepted, ignored, refused, type Outcome } from './outcome';
import type { LifecycleState, LiveServer } from './state';
import { takingOver } from './suspended-mail-rules';

/**
 * A suspended server is checked before anything is sent through it again. Ops may do without where the check itself is what
 * is in trouble; where the customer's own pause comes back, nothing is sent and nothing is checked.
 */
export function resume(state: LifecycleState, { actor, at, payload }: Command<'resume'>): Outcome {
  const { live } = state;
  if (!live) return refused('NO_LIVE_SERVER');
  const { suspension } = live;
  if (!suspension || suspension.cause === 'customer') return refused('LIVE_SERVER_NOT_SUSPENDED');
  if (suspension.beneath) {
    return accepted(state, { live: { ...live, suspension: { ...suspension.beneath, ...takingOver(live) } } });
  }
  if (payload.withoutCheck === true) return reactivate(state, live, at);
  if (live.resumption) return refused('CHECK_RUNNING');
  const health = healthOf(live);
  const run = health.run + 1;
  const asked: LiveServer = {
    ...live,
    health: { ...health, run, isChecking: false },
    resumption: { run, by: actor, at },
  };
  return accepted(state, { live: asked }, [{ kind: 'check-resume', revision: live.revision.number, run }]);
}

/** A server that passes sends again; any other stays as it is, and whoever has to know is told. */
export function resumeChecked(state: LifecycleState, { at, payload }: Fact<'resumeChecked'>): Outcome {
  const { live } = state;
  const resumption = live?.resumption;
  if (!resumption || live.revision.number !== payload.revision || resumption.run !== payload.run) return ignored;
  const { summary } = payload;
  const concluded: LiveServer = {
    ...afterCheck(live, summary, false, at),
    resumption: null,
    lastResumption: { ...resumption, check: summary },
  };
  return hasPassed(summary) ? reactivate(state, concluded, at) : accepted(state, { live: concluded });
}
