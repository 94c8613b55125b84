import type { WaitingTimes } from './deadline';

/** How a deployment runs lifecycles: how long they wait, when they warn, and what suspends a server. */
export interface LifecyclePolicy extends WaitingTimes {
  /** Milliseconds for which a rejection can be answered; 0: never. */
  readonly appealMs: number;
  /** Failures to send that follow each other within so many milliseconds count as one. */
  readonly sendingFailureSpacingMs: number;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/**
 * A draft that nobody finishes expires after 30 days, an unconfirmed test mail after 7; a rejection can be answered for 14.
 * Live servers are checked daily, hourly after a failure; three failures in a row suspend. Warnings 30, 14, 7 and 1 days
 * before a contract or a certificate ends.
 */
export const defaultLifecyclePolicy: LifecyclePolicy = {
  draftExpiryMs: 30 * dayMs,
  confirmationExpiryMs: 7 * dayMs,
  contractWarningDays: [30, 14, 7, 1],
  appealMs: 14 * dayMs,
  healthCheckMs: dayMs,
  healthRetryMs: hourMs,
  healthFailures: 3,
  sendingFailureSpacingMs: 5 * 60 * 1000,
  certificateWarningDays: [30, 14, 7, 1],
};
