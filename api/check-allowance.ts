import type { ApiDependencies } from './dependencies';
import { RateLimitExceeded } from './problem';

/**
 * Counts a command that starts a check. Checks are limited for each organization, over all its people: each one connects to
 * a place that a customer names. Throws RATE_LIMITED with the time until another check may start, STORE_UNAVAILABLE.
 */
export async function countCheck(
  { organizationId, commandId }: { organizationId: string; commandId: string },
  { checkAllowance }: Pick<ApiDependencies, 'checkAllowance'>,
): Promise<void> {
  const seconds = await checkAllowance.take(organizationId, commandId);
  if (seconds !== null) throw new RateLimitExceeded(seconds);
}
