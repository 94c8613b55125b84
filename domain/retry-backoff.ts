const firstDelayMs = 60_000;
const longestDelayMs = 60 * 60_000;

/**
 * How long a deferred mail waits before its next attempt, in milliseconds: doubling from a minute to an hour, with up to a
 * fifth of jitter so that mails deferred together do not come back together. `chance` is a number from 0 to 1.
 */
export function retryDelayMs(attempts: number, chance: number): number {
  const doubled = firstDelayMs * 2 ** Math.min(Math.max(attempts - 1, 0), 10);
  const delay = Math.min(doubled, longestDelayMs);
  return Math.round(delay * (1 + chance / 5));
}
