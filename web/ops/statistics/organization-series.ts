import { counted, valuesOf, type Series } from '../../shared/statistics/series';
import type { ServicePeriod } from './service-statistics';

/** An organization counts once: by its server, else by its draft, else by whether it may have one. */
export const organizationNames = ['active', 'suspended', 'drafting', 'unlocked', 'locked'] as const;
export type OrganizationName = (typeof organizationNames)[number];

/** Organizations by where they stand; unknown for periods in which nobody counted. */
export function organizationsByState(periods: readonly ServicePeriod[]): Series<OrganizationName> {
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

function countsOf({ organizations }: ServicePeriod): readonly (readonly [OrganizationName, number])[] {
  return (organizations ?? []).map((group) => [nameOf(group), group.count]);
}

function nameOf({ entitlement, draft, live }: NonNullable<ServicePeriod['organizations']>[number]): OrganizationName {
  if (live !== 'none') return live;
  if (draft !== 'none') return 'drafting';
  return entitlement;
}
