import { canonicalJson } from '../canonical-json';
import { projectionOf, type LifecycleProjection } from '../lifecycle/projection';
import type { LifecycleState } from '../lifecycle/state';
import { upgradeState } from '../lifecycle/upgrade-state';

/**
 * How a projection and its lifecycle can differ. The first four are mended from the lifecycle, which is the truth; for the
 * others there is no truth to be had: the lifecycle does not exist, has ended, or does not answer.
 */
export const projectionDrifts = [
  'projection-missing',
  'projection-behind',
  'projection-ahead',
  'projection-different',
] as const;
export const lifecycleDrifts = ['lifecycle-missing', 'lifecycle-ended', 'lifecycle-unanswered'] as const;
export const driftKinds = [...projectionDrifts, ...lifecycleDrifts] as const;

export type ProjectionDrift = (typeof projectionDrifts)[number];
export type DriftKind = (typeof driftKinds)[number];

/** `open`: for people to see to. `passed`: a later comparison did not find it any more. */
export const driftOutcomes = ['open', 'repaired', 'passed'] as const;
export type DriftOutcome = (typeof driftOutcomes)[number];

/** A projection as it was found. Somebody may have changed it: its fields can hold anything, whatever their types say. */
export type FoundProjection = LifecycleProjection & { readonly organizationId: string };

/** What differs, and in which fields by their dotted names; never their values, which may be personal. */
export interface Drift<Kind extends DriftKind = DriftKind> {
  readonly kind: Kind;
  readonly fields: readonly string[];
}

/** More fields than that say no more. */
const mostFields = 20;

/** What differs between a projection and the state of its lifecycle; null where nothing does. */
export function driftOf(found: FoundProjection | null, truth: LifecycleState): Drift<ProjectionDrift> | null {
  // A lifecycle that nothing has happened to yet was never written.
  if (found === null) return truth.version === 0 ? null : { kind: 'projection-missing', fields: [] };
  if (!isVersion(found.version)) return { kind: 'projection-ahead', fields: ['version'] };
  if (found.version < truth.version) return { kind: 'projection-behind', fields: ['version'] };
  if (found.version > truth.version) return { kind: 'projection-ahead', fields: ['version'] };
  const fields = differingFields(found, projectionOf(truth));
  return fields.length === 0 ? null : { kind: 'projection-different', fields: fields.slice(0, mostFields) };
}

/** Whether a version is one: whoever changed a projection may have put anything there. */
export function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function differingFields(found: FoundProjection, expected: LifecycleProjection): string[] {
  const [there, right] = [leaves(comparable(found)), leaves(comparable(expected))];
  const names = new Set([...there.keys(), ...right.keys()]);
  return [...names].filter((name) => there.get(name) !== right.get(name)).toSorted();
}

/**
 * Without the tasks, which are finished without a new version, and brought up to date, because the other side may have been
 * written by another release.
 */
function comparable({ state, version, entitlement, draft, live, draftSince }: LifecycleProjection): object {
  return { version, entitlement, draft, live, draftSince, state: upgraded(state) };
}

function upgraded(state: LifecycleState): unknown {
  try {
    const { tasks: _tasks, ...rest } = upgradeState(state);
    return rest;
  } catch {
    return state;
  }
}

/** The values of an object by their dotted names; lists count as one value. */
function leaves(value: unknown, path = ''): Map<string, string> {
  if (!isObject(value)) return new Map([[path, canonicalJson(value)]]);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return new Map(members.flatMap(([name, member]) => [...leaves(member, path === '' ? name : `${path}.${name}`)]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
