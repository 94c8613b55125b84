import { deliveryStates, type DeliveryState } from '../../../domain/mail-message';
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

/** An organization counts once: by its server, else by its draft, else by whether it may have one. */
export const organizationNames = ['active', 'suspended', 'drafting', 'unlocked', 'locked'] as const;
export type OrganizationName = (typeof organizationNames)[number];

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

/** Organizations by where they stand; unknown for periods in which nobody counted. */
export function organizationsByState(periods: readonly Period[]): Series<OrganizationName> {
  const known = periods.filter(({ organizations }) => organizations !== null);
  const { names } = counted(known, organizationNames, countsOf);
  const rows = counted(periods, names, countsOf).rows;
  return {
    names,
    rows: rows.map((row, index) =>
      periods[index]?.organizations === null ? { ...row, values: valuesOf(names, () => null) } : row,
    ),
  };
}

/** Reasons of failures, the most frequent first, whichever server was asked. */
export function failuresByReason({
  failures,
}: Pick<Statistics['total'], 'failures'>): readonly { readonly reason: Reason; readonly count: number }[] {
  const counts = new Map<Reason, number>();
  for (const { reason, count } of failures) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((one, other) => other.count - one.count || one.reason.localeCompare(other.reason));
}

type Reason = Statistics['total']['failures'][number]['reason'];

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

function countsOf({ organizations }: Period): readonly (readonly [OrganizationName, number])[] {
  return (organizations ?? []).map((group) => [nameOf(group), group.count]);
}

function nameOf({ entitlement, draft, live }: NonNullable<Period['organizations']>[number]): OrganizationName {
  if (live !== 'none') return live;
  if (draft !== 'none') return 'drafting';
  return entitlement;
}

function counted<Name extends string>(
  periods: readonly Period[],
  order: readonly Name[],
  countsIn: (period: Period) => readonly (readonly [Name, number])[],
): Series<Name> {
  const sums = periods.map((period) => {
    const sum = new Map<Name, number>();
    for (const [name, count] of countsIn(period)) sum.set(name, (sum.get(name) ?? 0) + count);
    return { at: period.at, sum };
  });
  const names = order.filter((name) => sums.some(({ sum }) => (sum.get(name) ?? 0) > 0));
  return { names, rows: sums.map(({ at, sum }) => ({ at, values: valuesOf(names, (name) => sum.get(name) ?? 0) })) };
}

function valuesOf<Name extends string>(
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
