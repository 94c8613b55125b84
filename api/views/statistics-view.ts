import type { z } from 'zod';

import type { CountedPeriod, Statistics, StatisticsRange } from '../../activities/ports/statistics';
import { mailRoutes } from '../../domain/mail-message';
import { latencyRanges, latencySummary } from '../../domain/statistics/latency';
import { emptyCounts, sumOf, type StatisticsCounts } from '../../domain/statistics/statistics-period';
import type { organizationStatistics, serviceStatistics } from '../schemas/statistics';

type Service = z.input<typeof serviceStatistics>;

/** Every period of the range, also those in which nothing happened. */
export function serviceStatisticsView(
  { countedUntil, periods }: Statistics,
  range: StatisticsRange,
  beginnings: readonly string[],
): Service {
  const byBeginning = new Map(periods.map((period) => [period.at, period]));
  const sum = sumOf(periods);
  return {
    ...range,
    countedUntil,
    total: { ...counts(sum), histogram: [...latencyRanges(sum.latency)] },
    periods: beginnings.map((at) => periodView(at, byBeginning.get(at))),
  };
}

export function organizationStatisticsView(
  organizationId: string,
  ...parts: Parameters<typeof serviceStatisticsView>
): z.input<typeof organizationStatistics> {
  return { organizationId, ...serviceStatisticsView(...parts) };
}

function periodView(at: string, counted: CountedPeriod | undefined): Service['periods'][number] {
  const organizations = counted?.organizations ?? null;
  return { at, ...counts(counted ?? emptyCounts), organizations: organizations && [...organizations] };
}

function counts({ mails, latency, failures }: StatisticsCounts) {
  const latencyByRoute = mailRoutes
    .map((route) => ({ route, ...latencySummary(latency.filter((each) => each.route === route)) }))
    .filter(({ count }) => count > 0);
  return { messages: [...mails], latency: latencySummary(latency), latencyByRoute, failures: [...failures] };
}
