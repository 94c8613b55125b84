import type { BounceReason } from '../bounces/bounce-reason';
import type { LifecycleStatuses } from '../lifecycle/state';
import type { DeliveryState, MailCategory, MailRoute } from '../mail-message';
import type { LatencyCount } from './latency';

/** Mails that were accepted in the period, by where they went and what has become of them. */
export interface MailCount {
  readonly category: MailCategory;
  /** Null for mails that nobody has tried to send yet. */
  readonly route: MailRoute | null;
  readonly state: DeliveryState;
  readonly count: number;
}

/** Recipients whose failure was recorded in the period, whenever their mail was accepted. */
export interface FailureCount {
  readonly reason: BounceReason;
  /** Null where no server was asked. */
  readonly route: MailRoute | null;
  readonly count: number;
}

export interface OrganizationCount extends LifecycleStatuses {
  readonly count: number;
}

/** How long recipients waited on one route. */
export interface RouteLatencyCount extends LatencyCount {
  /** Null for what was counted before routes were told apart. */
  readonly route: MailRoute | null;
}

/** What is counted of a period: of one organization's mail, or of everybody's. */
export interface StatisticsCounts {
  readonly mails: readonly MailCount[];
  /** From acceptance, or from the moment before which it was not to leave, until the server took it; for each recipient. */
  readonly latency: readonly RouteLatencyCount[];
  readonly failures: readonly FailureCount[];
}

export const emptyCounts: StatisticsCounts = { mails: [], latency: [], failures: [] };

export const statisticsIntervals = ['hour', 'day'] as const;
export type StatisticsInterval = (typeof statisticsIntervals)[number];

export const intervalMs: Readonly<Record<StatisticsInterval, number>> = { hour: 3_600_000, day: 24 * 3_600_000 };

/** The beginning of the period that a moment lies in; days are those of UTC. */
export function startOf(interval: StatisticsInterval, at: number): number {
  return Math.floor(at / intervalMs[interval]) * intervalMs[interval];
}

/** Beginnings of all periods that lie between two moments in part. */
export function periodsBetween(interval: StatisticsInterval, from: number, to: number): readonly number[] {
  const first = startOf(interval, from);
  const length = Math.max(Math.ceil((to - first) / intervalMs[interval]), 0);
  return Array.from({ length }, (_, index) => first + index * intervalMs[interval]);
}

/** What was counted of several periods, together. */
export function sumOf(periods: readonly StatisticsCounts[]): StatisticsCounts {
  return {
    mails: summed(
      periods.flatMap(({ mails }) => mails),
      ({ category, route, state }) => `${category}/${route}/${state}`,
    ),
    latency: summed(
      periods.flatMap(({ latency }) => latency),
      ({ route, step }) => `${route}/${step}`,
    ),
    failures: summed(
      periods.flatMap(({ failures }) => failures),
      ({ reason, route }) => `${reason}/${route}`,
    ),
  };
}

function summed<Counted extends { readonly count: number }>(
  all: readonly Counted[],
  keyOf: (counted: Counted) => string,
): readonly Counted[] {
  const sums = new Map<string, Counted>();
  for (const each of all) {
    const standing = sums.get(keyOf(each));
    sums.set(keyOf(each), { ...each, count: (standing?.count ?? 0) + each.count });
  }
  return [...sums.values()];
}
