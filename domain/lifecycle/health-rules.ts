import type { CheckStage } from '../check-report';
import type { Fact } from './events';
import { healthOf } from './health';
import { suspendFor } from './live-rules';
import { accepted, ignored, type Outcome } from './outcome';
import { withoutMetTrouble } from './sending-rules';
import type { CheckSummary, LifecycleState, LiveServer, ServerHealth } from './state';

/** Trouble at these stages stops sending at the first sight of it: what is sent anyway could be read, or goes elsewhere. */
const neverTolerated: ReadonlySet<CheckStage> = new Set(['egress', 'tls']);

export function healthCheckDue(state: LifecycleState, { payload }: Fact<'healthCheckDue'>): Outcome {
  const { live } = state;
  if (live?.status !== 'active' || live.revision.number !== payload.revision) return ignored;
  const health = healthOf(live);
  if (health.isChecking) return ignored;
  const run = health.run + 1;
  const { credentialId } = live.revision;
  return accepted(state, { live: { ...live, health: { ...health, run, isChecking: true } } }, [
    { kind: 'check-health', revision: payload.revision, run, credentialId },
  ]);
}

/**
 * A server that passes is healthy again. Trouble that may pass by itself counts for nothing, in either direction; what the
 * customer has to mend suspends the server when it has been found often enough in a row.
 */
export function healthChecked(state: LifecycleState, { actor, at, payload }: Fact<'healthChecked'>): Outcome {
  const { live } = state;
  if (!live || live.revision.number !== payload.revision) return ignored;
  const health = healthOf(live);
  if (!health.isChecking || health.run !== payload.run) return ignored;
  const { summary, failureLimit } = payload;
  const isOurs = live.revision.credentialId === payload.credentialId;
  const hasFailed = summary.verdict === 'fail' && isOurs;
  const watched = afterCheck(live, summary, hasFailed, at);
  const failures = healthOf(watched).failures + (watched.sendingTrouble?.failures ?? 0);
  const isTooMuch = hasFailed && (isIntolerable(summary) || failures >= failureLimit);
  if (!isTooMuch || live.status !== 'active') return accepted(state, { live: watched });
  return suspendFor(state, watched, 'health', summary.failingCode ?? summary.failingStage ?? 'fail', actor, at);
}

export function certificateExpiring(state: LifecycleState, { payload }: Fact<'certificateExpiring'>): Outcome {
  const { live } = state;
  if (!live || live.certificateExpiresAt !== payload.expiresAt) return ignored;
  const health = healthOf(live);
  if (health.warnedDays !== null && health.warnedDays <= payload.daysLeft) return ignored;
  return accepted(state, { live: { ...live, health: { ...health, warnedDays: payload.daysLeft } } });
}

/** The server after a check, with its certificate; `counts` says whether a failure of it counts against the server. */
export function afterCheck(live: LiveServer, summary: CheckSummary, counts: boolean, at: string): LiveServer {
  const health = healthOf(live);
  const { verdict, failingStage } = summary;
  const failures = counts ? health.failures + 1 : health.failures;
  const checked = { isChecking: false, lastCheckAt: at, lastCheck: { verdict, failingStage } };
  if (!hasPassed(summary)) return withCertificate(live, { ...health, ...checked, failures }, summary);
  return withCertificate(withoutMetTrouble(live), { ...health, ...checked, failures: 0 }, summary);
}

/** Whether a server may send after this check: a warning stops nothing. */
export function hasPassed({ verdict }: CheckSummary): boolean {
  return verdict === 'pass' || verdict === 'warn';
}

/** A renewed certificate is a fact, and its countdown begins anew. */
function withCertificate(live: LiveServer, health: ServerHealth, { certificateExpiresAt }: CheckSummary): LiveServer {
  if (certificateExpiresAt === null || certificateExpiresAt === live.certificateExpiresAt) return { ...live, health };
  return { ...live, certificateExpiresAt, health: { ...health, warnedDays: null } };
}

function isIntolerable({ failingStage }: CheckSummary): boolean {
  return failingStage !== null && neverTolerated.has(failingStage);
}
