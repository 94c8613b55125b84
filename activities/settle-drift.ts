import { canonicalJson } from '../domain/canonical-json';
import { CatalogueError } from '../domain/errors';
import { statusesOf, type LifecycleState } from '../domain/lifecycle/state';
import {
  driftOf,
  isVersion,
  type Drift,
  type DriftKind,
  type FoundProjection,
  type ProjectionDrift,
} from '../domain/reconciliation/drift';
import { truthOf } from './lifecycle-truth';
import type {
  ComparedSide,
  DriftFinding,
  DriftLedger,
  DriftObserver,
  LifecycleInspector,
  LifecycleStanding,
  ProjectionInspector,
  SettledDrift,
  Suspect,
} from './ports/reconciliation';

export interface SettlingDeps {
  readonly projections: ProjectionInspector;
  readonly lifecycles: LifecycleInspector;
  readonly drifts: DriftLedger;
  readonly observer: DriftObserver;
}

/** Hears of a repair that has to wait for the next comparison. */
export interface RepairLog {
  warn(message: string, facts: Record<string, unknown>): void;
}

const standingDrifts: Readonly<Record<LifecycleStanding, DriftKind>> = {
  missing: 'lifecycle-missing',
  ended: 'lifecycle-ended',
  failing: 'lifecycle-unanswered',
  running: 'lifecycle-unanswered',
};

/** Looks once more at what looked wrong; null where it was only a write on its way. */
export async function settleSuspect(
  deps: SettlingDeps,
  { organizationId, version }: Suspect,
  log: RepairLog,
): Promise<SettledDrift | null> {
  // In this order, so that what a lifecycle has written in between can only make its projection look old.
  const found = (await deps.projections.find([organizationId])).get(organizationId) ?? null;
  const { standing, state } = await truthOf(deps.lifecycles, organizationId);
  if (state === null) {
    // Nothing on either side: there is no such organization.
    if (found === null && standing !== 'failing') return null;
    return await note(deps, findingOf({ kind: standingDrifts[standing], fields: [] }, organizationId, found, null));
  }
  const drift = driftOf(found, state);
  if (drift === null || isOnItsWay(drift, found, version)) return null;
  const finding = findingOf(drift, organizationId, found, state);
  await deps.drifts.noteOpen(finding);
  try {
    await repair(deps, drift, found, state);
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    log.warn('A projection could not be written anew; the next comparison tries again', { organizationId, error });
    return 'open';
  }
  await deps.drifts.noteRepaired(finding);
  deps.observer.drifted(drift.kind, 'repaired');
  return 'repaired';
}

/** A projection that has come past where its lifecycle was at the first look moves on by itself. */
function isOnItsWay({ kind }: Drift, found: FoundProjection | null, seen: number | null): boolean {
  return kind === 'projection-behind' && found !== null && (seen === null || found.version >= seen);
}

async function repair(
  { projections, lifecycles }: SettlingDeps,
  { kind }: Drift<ProjectionDrift>,
  found: FoundProjection | null,
  { organizationId, version }: LifecycleState,
): Promise<void> {
  if (kind === 'projection-ahead' && found) await projections.takeBackVersion(organizationId, found.version, version);
  const projectedVersion = found && isVersion(found.version) ? found.version : null;
  const repairId = `${organizationId}/${kind}/${version}`;
  await lifecycles.repair(organizationId, { repairId, drift: kind, projectedVersion });
}

async function note({ drifts, observer }: SettlingDeps, finding: DriftFinding): Promise<'open'> {
  await drifts.noteOpen(finding);
  observer.drifted(finding.kind, 'open');
  return 'open';
}

function findingOf(
  { kind, fields }: Drift,
  organizationId: string,
  found: FoundProjection | null,
  state: LifecycleState | null,
): DriftFinding {
  const projected = found && sideOf(found);
  const actual = state && sideOf({ version: state.version, ...statusesOf(state) });
  return { organizationId, kind, fields, projected, actual, at: new Date().toISOString() };
}

/** What was changed can hold anything, so that it is kept as text. */
function sideOf({ version, entitlement, draft, live }: Readonly<Record<keyof ComparedSide, unknown>>): ComparedSide {
  return {
    version: isVersion(version) ? version : null,
    entitlement: textOf(entitlement),
    draft: textOf(draft),
    live: textOf(live),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}
