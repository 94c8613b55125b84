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
  /**
   * Whether each server's checks are spread evenly over its own interval, too. Missing where the history of an execution holds
   * times from before.
   */
  readonly isEvenlySpread?: boolean;
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
  const place = watch.isEvenlySpread ? evenly(organizationId, run) : fraction(`${organizationId}/${run}`);
  const spread = (place * 2 - 1) * jitter;
  return Date.parse(lastCheckAt ?? live.activatedAt) + Math.round(interval * (1 + spread));
}

const all32 = 2 ** 32;
/** The golden ratio's part of 32 bits: multiples of it, taken modulo their whole, leave no gap and form no heap. */
const goldenStep = 0x9e37_79b9;

/** A number from 0 to 1: spread over organizations, and over the checks of each. */
function evenly(organizationId: string, run: number): number {
  return ((mixed(fnv1a(organizationId)) + Math.imul(run, goldenStep)) >>> 0) / all32;
}

/** A number from 0 to 1 for a text; those of texts that differ at their ends alone are close to each other. */
function fraction(text: string): number {
  return fnv1a(text) / all32;
}

/** FNV-1a with 32 bits. */
function fnv1a(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16_777_619);
  return hash >>> 0;
}

/** Lets every bit of a hash depend on every other: the finalizer of MurmurHash3. */
function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2_ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}
