import { queryOptions } from '@tanstack/react-query';

import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';

export type Statistics = components['schemas']['ServiceStatistics'];
export type Period = components['schemas']['ServiceStatisticsPeriod'];

/** How far back to look; the numbers of months are counted by days. */
export const ranges = ['day', 'week', 'month'] as const;
export type Range = (typeof ranges)[number];

const dayMs = 24 * 3_600_000;
const lengths: Readonly<Record<Range, { readonly days: number; readonly interval: Statistics['interval'] }>> = {
  day: { days: 1, interval: 'hour' },
  week: { days: 7, interval: 'hour' },
  month: { days: 30, interval: 'day' },
};

/** How often the numbers are looked at anew, in milliseconds: they are counted about once a minute. */
const lookEveryMs = 60_000;

export function statisticsQuery(range: Range) {
  const { days, interval } = lengths[range];
  return queryOptions({
    queryKey: ['statistics', range],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - days * dayMs).toISOString();
      return bodyOf(api.GET('/v1/statistics', { params: { query: { from, interval } }, signal }));
    },
    refetchInterval: lookEveryMs,
  });
}
