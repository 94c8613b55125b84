import type { StatisticsRange } from '../activities/ports/statistics';
import { CatalogueError } from '../domain/errors';
import { intervalMs, periodsBetween, type StatisticsInterval } from '../domain/statistics/statistics-period';

interface StatisticsQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly interval: StatisticsInterval;
}

const usualPeriods: Readonly<Record<StatisticsInterval, number>> = { hour: 24, day: 30 };
const mostPeriods = 800;

/** The whole periods that a query asks for, and their beginnings. Throws INVALID_REQUEST. */
export function statisticsRange(
  { from, to, interval }: StatisticsQuery,
  now: Date,
): { readonly range: StatisticsRange; readonly beginnings: readonly string[] } {
  const end = to === undefined ? now.getTime() : Date.parse(to);
  const begin = from === undefined ? end - usualPeriods[interval] * intervalMs[interval] : Date.parse(from);
  if (begin >= end) throw refused('Must be before `to`');
  if ((end - begin) / intervalMs[interval] > mostPeriods) throw refused(`At most ${mostPeriods} periods at once`);
  const periods = periodsBetween(interval, begin, end);
  const [first = begin, last = begin] = [periods[0], periods.at(-1)];
  const range = { from: isoOf(first), to: isoOf(last + intervalMs[interval]), interval };
  return { range, beginnings: periods.map(isoOf) };
}

function refused(detail: string): CatalogueError {
  const fault = { in: 'query', pointer: '/from', code: 'CUSTOM', detail } as const;
  return new CatalogueError('INVALID_REQUEST', undefined, { faults: [fault] });
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
