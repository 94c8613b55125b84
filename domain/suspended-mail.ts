/**
 * What becomes of transactional mail while the own server is suspended: it waits, it leaves through the platform's server, or
 * it is given up and reported as undeliverable. A fallback is always the organization's own, visible choice (rule 8).
 */
export const suspendedMailActions = ['wait', 'platform', 'fail'] as const;
export type SuspendedMailAction = (typeof suspendedMailActions)[number];

/** What an organization chose. Until `afterHours` of suspension are over, mail waits in any case. */
export interface SuspendedMailPolicy {
  readonly action: SuspendedMailAction;
  readonly afterHours: number;
}

/** The longest time that may be chosen, in hours. */
export const longestSuspendedWaitHours = 720;

/** What holds for organizations that chose nothing. */
export const waitingPolicy: SuspendedMailPolicy = { action: 'wait', afterHours: 0 };

/** The answer that stands in the outbox for a recipient whose mail was given up. */
export const serverSuspended = 'SERVER_SUSPENDED';
