import { setTimeout as pause } from 'node:timers/promises';

import { startOf } from '../domain/statistics/statistics-period';
import { heartbeating } from './heartbeat';
import type { StatisticsCollector, StatisticsPlace } from './ports/statistics';

export interface StatisticsActivityDeps {
  readonly statistics: StatisticsCollector;
  /** How long hours are kept apart, and how long there are statistics at all. */
  readonly hourlyDays: number;
  readonly days: number;
  /** How long mails are known: what is older is not counted anew. */
  readonly recordDays: number;
  /** How long one activity works at most, in milliseconds. Default four minutes. */
  readonly workMs?: number;
}

export type StatisticsActivities = ReturnType<typeof createStatisticsActivities>;

const dayMs = 24 * 3_600_000;
const marginMs = 4 * 3_600_000;
const usualWorkMs = 4 * 60_000;
const organizationsPerPage = 500;
const periodsPerBatch = 1_000;
/** Those who send have the database to themselves for three quarters of the time. */
const restPerWork = 3;

export function createStatisticsActivities(deps: StatisticsActivityDeps) {
  return {
    /** Counts what has changed since the last time; where it has to go on, when its time was over before that. */
    collectStatistics(place: StatisticsPlace | null): Promise<StatisticsPlace | null> {
      return heartbeating(async ({ cancellationSignal }) => await collect(deps, place, cancellationSignal));
    },
  };
}

async function collect(
  deps: StatisticsActivityDeps,
  from: StatisticsPlace | null,
  signal: AbortSignal,
): Promise<StatisticsPlace | null> {
  const { statistics, workMs = usualWorkMs } = deps;
  const oldest = oldestHour(deps, Date.now());
  const endsAt = performance.now() + workMs;
  const isOver = (): boolean => signal.aborted || performance.now() >= endsAt;
  const hours = new Set<string>();
  let place = from ?? (await statistics.begin(oldest));
  for (;;) {
    const page = await statistics.changed(place, oldest, organizationsPerPage);
    if (page === null) break;
    for (const { organizationId, hours: changed } of page.found) {
      await gently(async () => {
        for (const hour of changed) await statistics.countHour(organizationId, hour);
      });
      for (const hour of changed) hours.add(hour);
    }
    place = { ...place, after: page.last };
    if (isOver()) return await summed(statistics, hours, place);
  }
  await summed(statistics, hours, place);
  await statistics.countOrganizations(new Date(startOf('hour', Date.parse(place.startedAt))).toISOString());
  await statistics.end(place);
  await tidy(deps, isOver);
  return null;
}

/** Before a place is told: whoever begins anew from an earlier one counts the same hours again, and sums them again. */
async function summed(
  statistics: StatisticsCollector,
  hours: ReadonlySet<string>,
  place: StatisticsPlace,
): Promise<StatisticsPlace> {
  for (const hour of hours) await gently(async () => await statistics.sumHour(hour));
  return place;
}

async function tidy({ statistics, hourlyDays, days }: StatisticsActivityDeps, isOver: () => boolean): Promise<void> {
  let hasMore = true;
  while (hasMore && !isOver()) hasMore = await gently(() => statistics.rollUp(daysAgo(hourlyDays), periodsPerBatch));
  hasMore = true;
  while (hasMore && !isOver()) hasMore = await gently(() => statistics.drop(daysAgo(days), periodsPerBatch));
}

/** Beginning of the day so many days ago. */
function daysAgo(many: number): string {
  return new Date(startOf('day', Date.now() - many * dayMs)).toISOString();
}

async function gently<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  await pause((performance.now() - startedAt) * restPerWork);
  return result;
}

/** Later than mails are dropped and hours become days, so that no hour is counted from a part of its mails. */
function oldestHour({ hourlyDays, recordDays }: StatisticsActivityDeps, now: number): string {
  const keptMs = Math.min(hourlyDays, recordDays) * dayMs;
  return new Date(startOf('hour', now - keptMs + marginMs)).toISOString();
}
