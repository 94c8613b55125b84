import type { BounceReason } from '../bounces/bounce-reason';

/** That many recipients are refused for the same reason: something that the organization has to mend. */
export interface RefusalPattern {
  readonly reason: BounceReason;
  /** How many different recipients. */
  readonly recipients: number;
  /** Since when, ISO 8601. */
  readonly since: string;
}

/** How many recipients an organization's own server was refused, by reason, within the window. */
export interface RefusalCount {
  readonly reason: BounceReason;
  readonly recipients: number;
}

/** From how many recipients on the same refusal is a pattern, within how many hours. */
export interface PatternLimits {
  readonly recipients: number;
  readonly windowHours: number;
}

/** Refusals that speak of one mailbox or one mail, however many there are, unless they say that addresses are wrong. */
const singular: ReadonlySet<BounceReason> = new Set([
  'delivered',
  'expired',
  'feedback',
  'mailboxfull',
  'onhold',
  'suspend',
  'undefined',
  'vacation',
]);

/** The pattern that concerns most recipients; null where no reason reaches the limit. */
export function refusalPattern(
  counts: readonly RefusalCount[],
  limits: PatternLimits,
  now: string,
): RefusalPattern | null {
  const [strongest] = counts
    .filter(({ reason, recipients }) => recipients >= limits.recipients && !singular.has(reason))
    .toSorted((one, other) => other.recipients - one.recipients || (one.reason < other.reason ? -1 : 1));
  return strongest ? { ...strongest, since: windowStart(limits, now) } : null;
}

/** Where the window begins, ISO 8601. */
export function windowStart({ windowHours }: Pick<PatternLimits, 'windowHours'>, now: string): string {
  return new Date(Date.parse(now) - windowHours * 60 * 60 * 1000).toISOString();
}
