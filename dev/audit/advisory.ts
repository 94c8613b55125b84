import { compare, gte, lt, lte, valid } from 'semver';
import { z } from 'zod';

const event = z.object({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
});
const affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
  ranges: z.array(z.object({ type: z.string(), events: z.array(event) })).default([]),
  versions: z.array(z.string()).default([]),
});

/** An advisory in the form of OSV (https://ossf.github.io/osv-schema/), as far as it is needed here. */
export const advisory = z.object({
  id: z.string(),
  aliases: z.array(z.string()).default([]),
  summary: z.string().default(''),
  withdrawn: z.string().nullish(),
  affected: z.array(affected).default([]),
});
export type Advisory = z.output<typeof advisory>;
type Affected = z.output<typeof affected>;
type Event = z.output<typeof event>;

/** Names of npm packages that the advisory is about; none once it was withdrawn. */
export function packagesOf({ withdrawn, affected: parts }: Advisory): readonly string[] {
  if (withdrawn) return [];
  return parts.flatMap(({ package: about }) => (about?.ecosystem === 'npm' ? [about.name] : []));
}

/** Whether a version of a package is affected. A version that is none counts as affected: nobody can tell. */
export function affects(about: Advisory, name: string, version: string): boolean {
  if (!packagesOf(about).includes(name)) return false;
  if (valid(version) === null) return true;
  const parts = about.affected.filter((part) => part.package?.ecosystem === 'npm' && part.package.name === name);
  return parts.some((part) => part.versions.includes(version) || isWithin(part, version));
}

/** OSV writes `0` for a version that comes before all others. */
function lowest(version: string): string {
  return version === '0' ? '0.0.0-0' : version;
}

function byVersion(one: Event, other: Event): number {
  return compare(placeOf(one), placeOf(other));
}

function placeOf({ introduced, fixed, last_affected: last }: Event): string {
  return lowest(introduced ?? fixed ?? last ?? '0');
}

/** From each introduction to the next fix, or to the last version that has it. */
function isWithin({ ranges }: Affected, version: string): boolean {
  return ranges
    .filter(({ type }) => type === 'SEMVER' || type === 'ECOSYSTEM')
    .some(({ events }) => {
      let isAffected = false;
      for (const { introduced, fixed, last_affected: last } of events.toSorted(byVersion)) {
        if (introduced !== undefined && gte(version, lowest(introduced))) isAffected = true;
        if (fixed !== undefined && !lt(version, fixed)) isAffected = false;
        if (last !== undefined && !lte(version, last)) isAffected = false;
      }
      return isAffected;
    });
}
