/** How long a mail waits after its first attempt in vain where nobody says otherwise, in milliseconds. */
export const firstDelayMs = 60_000;
/** How long a mail waits that met trouble of our own before its server heard of it, in milliseconds. */
export const soonMs = 5_000;

const longestDelayMs = 60 * 60_000;

/**
 * How long a deferred mail waits before its next attempt, in milliseconds: doubling from `firstMs` to an hour, with up to a
 * fifth of jitter so that mails deferred together do not come back together. `chance` is a number from 0 to 1.
 */
export function retryDelayMs(attempts: number, chance: number, firstMs = firstDelayMs): number {
  const doubled = firstMs * 2 ** Math.min(Math.max(attempts - 1, 0), 20);
  const delay = Math.min(doubled, longestDelayMs);
  return Math.round(delay * (1 + chance / 5));
}

/** The same for a notice that was routed in vain, without jitter: the wait after the first time, and the longest. */
export const noticeBackoff = { firstMs: firstDelayMs, longestMs: longestDelayMs } as const;
