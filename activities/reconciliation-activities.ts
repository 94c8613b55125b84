import type { Context } from '@temporalio/activity';

import { driftOf, type FoundProjection } from '../domain/reconciliation/drift';
import type { ReconciliationCounts, ReconciliationPlace } from '../domain/reconciliation/pass';
import { heartbeating } from './heartbeat';
import { truthOf } from './lifecycle-truth';
import { atPace } from './pace';
import type { ReconciliationPass, Suspect } from './ports/reconciliation';
import { settleSuspect, type SettlingDeps } from './settle-drift';

export interface ReconciliationActivityDeps extends SettlingDeps {
  /** How many lifecycles are asked within a second: a worker that does not hold one has to replay it. */
  readonly perSecond: number;
}

export type ReconciliationActivities = ReturnType<typeof createReconciliationActivities>;

/** What a page showed, and which one is next; null after the last one. */
export interface ComparedPage {
  readonly next: ReconciliationPlace | null;
  readonly compared: number;
  readonly suspects: readonly Suspect[];
}

const pageSize = 100;
const atOnce = 4;

/** Compares projections with the lifecycles that they were made from. Every activity may be repeated without harm. */
export function createReconciliationActivities(deps: ReconciliationActivityDeps) {
  return {
    /** A first look at one page; what looks wrong may be on its way. */
    comparePage: (place: ReconciliationPlace): Promise<ComparedPage> =>
      heartbeating((context) =>
        place.part === 'projections'
          ? compareProjections(deps, place.after, context)
          : findUnprojected(deps, place.token, context),
      ),
    /** A first look at one organization, whichever of its two sides exists. */
    compareOne: ({ organizationId }: { organizationId: string }): Promise<Omit<ComparedPage, 'next'>> =>
      heartbeating(async () => {
        const found = await deps.projections.find([organizationId]);
        const suspect = await firstLook(deps, organizationId, found.get(organizationId) ?? null);
        return { compared: 1, suspects: suspect ? [suspect] : [] };
      }),
    /** The second look: what is still wrong is drift, is mended where it can be, and reported. */
    settleSuspects: ({
      suspects,
    }: {
      suspects: readonly Suspect[];
    }): Promise<Pick<ReconciliationCounts, 'found' | 'repaired'>> =>
      heartbeating(async (context) => {
        const outcomes = await atPace(suspects, paceOf(deps, context), (suspect) =>
          settleSuspect(deps, suspect, context.log),
        );
        const repaired = outcomes.filter((outcome) => outcome === 'repaired').length;
        return { found: outcomes.filter((outcome) => outcome !== null).length, repaired };
      }),
    endPass: (pass: Omit<ReconciliationPass, 'endedAt'>): Promise<void> =>
      deps.drifts.endPass({ ...pass, endedAt: new Date().toISOString() }),
  };
}

async function compareProjections(
  deps: ReconciliationActivityDeps,
  after: string | null,
  context: Context,
): Promise<ComparedPage> {
  const page = await deps.projections.page(after, pageSize);
  const looked = await atPace(page, paceOf(deps, context), (found) => firstLook(deps, found.organizationId, found));
  const last = page.at(-1);
  const next: ReconciliationPlace =
    page.length === pageSize && last
      ? { part: 'projections', after: last.organizationId }
      : { part: 'lifecycles', token: null };
  return { next, compared: page.length, suspects: looked.filter((suspect) => suspect !== null) };
}

/** Lifecycles that have a projection were compared already, so that only those without one count here. */
async function findUnprojected(
  deps: ReconciliationActivityDeps,
  token: string | null,
  context: Context,
): Promise<ComparedPage> {
  const { organizationIds, nextToken } = await deps.lifecycles.running({ limit: pageSize, token });
  const found = await deps.projections.find(organizationIds);
  const missing = organizationIds.filter((organizationId) => !found.has(organizationId));
  const looked = await atPace(missing, paceOf(deps, context), (organizationId) =>
    firstLook(deps, organizationId, null),
  );
  return {
    next: nextToken === null ? null : { part: 'lifecycles', token: nextToken },
    compared: missing.length,
    suspects: looked.filter((suspect) => suspect !== null),
  };
}

async function firstLook(
  deps: ReconciliationActivityDeps,
  organizationId: string,
  found: FoundProjection | null,
): Promise<Suspect | null> {
  deps.observer.compared(1);
  const { state } = await truthOf(deps.lifecycles, organizationId);
  if (state === null) return { organizationId, version: null };
  return driftOf(found, state) ? { organizationId, version: state.version } : null;
}

function paceOf({ perSecond }: ReconciliationActivityDeps, { cancellationSignal: signal }: Context) {
  return { atOnce, perSecond, signal };
}
