import type { LiveServer, ServerHealth } from './state';

/** How a live server is watched. Times in milliseconds. */
export interface HealthWatch {
  /** Between two checks of a server that works; 0: live servers are not watched. */
  readonly healthCheckMs: number;
  /** Until the next check after one that failed. */
  readonly healthRetryMs: number;
  /** So many failures in a row, each for the customer to mend, suspend the server. */
  readonly healthFailures: number;
  /** Days before the end of the certificate, in any order. */
  readonly certificateWarningDays: readonly number[];
}

/** The health of a server that has not been checked since it went live. */
export const unchecked: ServerHealth = {
  run: 0,
  isChecking: false,
  failures: 0,
  lastCheckAt: null,
  lastCheck: null,
  warnedDays: null,
};

export function healthOf({ health }: LiveServer): ServerHealth {
  return health ?? unchecked;
}

const jitter = 0.1;

/**
 * When a live server is checked next, in milliseconds since the epoch: up to a tenth earlier or later than the interval says,
 * sooner where it has failed at checks or at sending;
 * the same for the same organization and check, so that thousands of servers are not asked in the same minute.
 */
export function nextHealthCheck(organizationId: string, live: LiveServer, watch: HealthWatch): number {
  const { lastCheckAt, failures, run } = healthOf(live);
  const interval = failures > 0 || live.sendingTrouble ? watch.healthRetryMs : watch.healthCheckMs;
  const spread = (fraction(`${organizationId}/${run}`) * 2 - 1) * jitter;
  return Date.parse(lastCheckAt ?? live.activatedAt) + Math.round(interval * (1 + spread));
}

/** A number from 0 to 1, spread evenly over texts (FNV-1a). */
function fraction(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return (hash >>> 0) / 4_294_967_296;
}
