import type { AuditEntry } from '../audit-entry';
import { accepted, refused, type Outcome } from './outcome';
import { statusesOf, type LifecycleState, type Task } from './state';

/** What is left to do of these is told by the state itself. */
const startedAnew: ReadonlySet<Task['kind']> = new Set([
  'check-draft',
  'check-rotation',
  'check-resume',
  'check-health',
  'wake-dispatcher',
]);

/** Where the audit trail stood when the projection was written, and where it ends; null where there is no such entry. */
export interface TrailMarks {
  readonly atProjection: Pick<AuditEntry, 'sequence' | 'after'> | null;
  readonly end: Pick<AuditEntry, 'sequence'> | null;
}

/**
 * The state that a lost lifecycle goes on with; null where the projection is not what the audit trail tells of, so that nobody
 * knows the truth. What the trail tells beyond the projection was never acknowledged to anybody and has no effect, but its
 * numbers are taken.
 */
export function carriedOver(projection: LifecycleState, { atProjection, end }: TrailMarks): LifecycleState | null {
  if (atProjection === null || end === null) return null;
  const [told, shown] = [atProjection.after, statusesOf(projection)];
  const isSame = told.entitlement === shown.entitlement && told.draft === shown.draft && told.live === shown.live;
  if (!isSame || atProjection.sequence !== projection.version) return null;
  const tasks = projection.tasks.filter(({ kind }) => !startedAnew.has(kind));
  return { ...projection, version: Math.max(projection.version, end.sequence), isCarriedOver: true, tasks };
}

/** Once: a lifecycle that runs has nothing to be revived from. What was under way is begun again. */
export function reviveLifecycle(state: LifecycleState): Outcome {
  if (state.isCarriedOver !== true) return refused('LIFECYCLE_RUNNING');
  const { isCarriedOver: _carried, ...revived } = state;
  return accepted(revived, {}, [...checksUnderWay(state), { kind: 'wake-dispatcher' }]);
}

function checksUnderWay({ draft, live }: LifecycleState): Task[] {
  const revision = live?.revision.number ?? 0;
  const health = live?.health;
  return [
    ...(draft?.status === 'checking'
      ? [{ kind: 'check-draft', revision: draft.revision.number, run: draft.run } as const]
      : []),
    ...(live?.rotation ? [{ kind: 'check-rotation', revision, run: live.rotation.run } as const] : []),
    ...(live?.resumption ? [{ kind: 'check-resume', revision, run: live.resumption.run } as const] : []),
    ...(live && health?.isChecking
      ? [{ kind: 'check-health', revision, run: health.run, credentialId: live.revision.credentialId } as const]
      : []),
  ];
}
