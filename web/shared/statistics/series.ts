import type { BounceReason } from '../../../domain/bounces/bounce-reason';
import { deliveryStates, type DeliveryState } from '../../../domain/mail-message';
import type { AdviceKey } from '../../../domain/texts/failure-text';
import { adviceKeyOf } from '../../../domain/texts/undeliverable-texts';
import type { Period, Statistics } from './statistics';

/** Numbers over time: for each period a value by name, and the names in the order in which they are shown. */
export interface Series<Name extends string> {
  readonly names: readonly Name[];
  readonly rows: readonly SeriesRow<Name>[];
}

export interface SeriesRow<Name extends string> {
  /** Beginning of the period. */
  readonly at: string;
  /** Null where nothing is known of the period. */
  readonly values: Readonly<Partial<Record<Name, number | null>>>;
}

export const routeNames = ['customer', 'platform', 'none'] as const;
export type RouteName = (typeof routeNames)[number];

export const latencyNames = ['p50', 'p90', 'p99'] as const;
export type LatencyName = (typeof latencyNames)[number];

/** How long half of the mails and nine tenths of them took, for each server that they went to. */
export const routeLatencyNames = ['customer-p50', 'customer-p90', 'platform-p50', 'platform-p90'] as const;
export type RouteLatencyName = (typeof routeLatencyNames)[number];

/** Where to look for the cause of a failure. */
export const causeNames = ['address', 'recipient', 'content', 'server', 'moment'] as const;
export type CauseName = (typeof causeNames)[number];

/** Mails by what has become of them; only states that occur. */
export function mailsByState(periods: readonly Period[]): Series<DeliveryState> {
  return counted(periods, deliveryStates, ({ messages }) => messages.map(({ state, count }) => [state, count]));
}

/** Mails by the server that they went to. */
export function mailsByRoute(periods: readonly Period[]): Series<RouteName> {
  return counted(periods, routeNames, ({ messages }) => messages.map(({ route, count }) => [route ?? 'none', count]));
}

/** How long mails took, in seconds. */
export function latencies(periods: readonly Period[]): Series<LatencyName> {
  return {
    names: latencyNames,
    rows: periods.map(({ at, latency: { p50Ms, p90Ms, p99Ms } }) => ({
      at,
      values: { p50: seconds(p50Ms), p90: seconds(p90Ms), p99: seconds(p99Ms) },
    })),
  };
}

/** How long mails took on each route, in seconds; only routes on which something was sent. */
export function latenciesByRoute(periods: readonly Period[]): Series<RouteLatencyName> {
  const rows = periods.map(({ at, latencyByRoute }) => {
    const values: Partial<Record<RouteLatencyName, number | null>> = {};
    for (const { route, p50Ms, p90Ms } of latencyByRoute) {
      values[`${route}-p50`] = seconds(p50Ms);
      values[`${route}-p90`] = seconds(p90Ms);
    }
    return { at, values };
  });
  const names = routeLatencyNames.filter((name) => rows.some(({ values }) => typeof values[name] === 'number'));
  return {
    names,
    rows: rows.map(({ at, values }) => ({ at, values: valuesOf(names, (name) => values[name] ?? null) })),
  };
}

/** Failures by the server that was asked. */
export function failuresByRoute(periods: readonly Period[]): Series<RouteName> {
  return counted(periods, routeNames, ({ failures }) => failures.map(({ route, count }) => [route ?? 'none', count]));
}

/** Failures by where their cause has to be looked for. */
export function failuresByCause(periods: readonly Period[]): Series<CauseName> {
  return counted(periods, causeNames, ({ failures }) => failures.map(({ reason, count }) => [causeOf(reason), count]));
}

const causes: Readonly<Record<AdviceKey, CauseName>> = {
  'check-address': 'address',
  'lift-suppression': 'address',
  'ask-recipient': 'recipient',
  'make-room': 'recipient',
  'make-smaller': 'content',
  'change-content': 'content',
  'mend-server': 'server',
  'resume-server': 'server',
  'try-later': 'moment',
};

/** What helps says where the cause is. */
export function causeOf(reason: BounceReason): CauseName {
  return causes[adviceKeyOf(reason)];
}

/** Reasons of failures, the most frequent first, whichever server was asked. */
export function failuresByReason({
  failures,
}: Pick<Statistics['total'], 'failures'>): readonly { readonly reason: BounceReason; readonly count: number }[] {
  const counts = new Map<BounceReason, number>();
  for (const { reason, count } of failures) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((one, other) => other.count - one.count || one.reason.localeCompare(other.reason));
}

/** Whether there is nothing to show: no mail was accepted, and none failed. */
export function isQuiet({ messages, failures }: Pick<Statistics['total'], 'messages' | 'failures'>): boolean {
  return messages.length === 0 && failures.length === 0;
}

/** Mails altogether, and how many of them have come to a good or a bad end. */
export function outline({ messages }: Pick<Statistics['total'], 'messages'>) {
  const sum = (states: readonly DeliveryState[]): number =>
    messages.filter(({ state }) => states.includes(state)).reduce((total, { count }) => total + count, 0);
  return {
    all: sum(deliveryStates),
    sent: sum(['sent']),
    failed: sum(['undeliverable', 'expired']),
    held: sum(['held']),
  };
}

/** Adds up what is counted of each period by name; only names that occur, in the order given. */
export function counted<Name extends string, Counted extends { readonly at: string }>(
  periods: readonly Counted[],
  order: readonly Name[],
  countsIn: (period: Counted) => readonly (readonly [Name, number])[],
): Series<Name> {
  const sums = periods.map((period) => {
    const sum = new Map<Name, number>();
    for (const [name, count] of countsIn(period)) sum.set(name, (sum.get(name) ?? 0) + count);
    return { at: period.at, sum };
  });
  const names = order.filter((name) => sums.some(({ sum }) => (sum.get(name) ?? 0) > 0));
  return { names, rows: sums.map(({ at, sum }) => ({ at, values: valuesOf(names, (name) => sum.get(name) ?? 0) })) };
}

/** A value for each of the names. */
export function valuesOf<Name extends string>(
  names: readonly Name[],
  valueOf: (name: Name) => number | null,
): Partial<Record<Name, number | null>> {
  const values: Partial<Record<Name, number | null>> = {};
  for (const name of names) values[name] = valueOf(name);
  return values;
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
