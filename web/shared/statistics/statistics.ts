import type { components } from '../../../client';

type OrganizationStatistics = components['schemas']['OrganizationStatistics'];

/** What is told of an organization's mail and of everybody's alike. */
export type Statistics = Omit<OrganizationStatistics, 'organizationId'>;
export type Period = Statistics['periods'][number];
export type Interval = Statistics['interval'];

/** How far back to look; the numbers of months are counted by days. */
export const ranges = ['day', 'week', 'month'] as const;
export type Range = (typeof ranges)[number];

const dayMs = 24 * 3_600_000;
const lengths: Readonly<Record<Range, { readonly days: number; readonly interval: Interval }>> = {
  day: { days: 1, interval: 'hour' },
  week: { days: 7, interval: 'hour' },
  month: { days: 30, interval: 'day' },
};

/** The range as the API is asked for it, up to now. */
export function askedFor(range: Range): { readonly from: string; readonly interval: Interval } {
  const { days, interval } = lengths[range];
  return { from: new Date(Date.now() - days * dayMs).toISOString(), interval };
}

/** How often the numbers are looked at anew, in milliseconds: they are counted about once a minute. */
export const lookEveryMs = 60_000;
