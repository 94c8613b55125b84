import {
  suppressionState,
  suppressionTrailLimit,
  type Suppression,
  type SuppressionCause,
  type SuppressionChange,
} from './suppression';

/** What adding brings: the entry as it would stand alone, and the change that goes into its trail. */
export interface Addition {
  readonly entry: Omit<Suppression, 'removedAt' | 'version' | 'trail'>;
  readonly change: SuppressionChange;
}

/** From the weakest to the strongest: what a person decided outweighs what the service observed. */
const strength: Readonly<Record<SuppressionCause, number>> = {
  'hard-bounce': 0,
  complaint: 1,
  unsubscribed: 1,
  manual: 2,
};

/**
 * The entry after an addition. One that keeps mail back already keeps its stronger cause and its later end; one that has
 * expired or was removed begins anew. The very same change again gives the very same entry.
 */
export function withAddition(standing: Suppression | null, { entry, change }: Addition): Suppression {
  if (standing === null) return { ...entry, removedAt: null, version: 1, trail: [change] };
  if (isKnown(standing, change)) return standing;
  const trail = [...standing.trail, change].slice(-suppressionTrailLimit);
  const version = standing.version + 1;
  if (suppressionState(standing, change.at) !== 'active') return { ...entry, removedAt: null, version, trail };
  const expiresAt = later(standing.expiresAt, entry.expiresAt);
  if (strength[entry.cause] < strength[standing.cause]) return { ...standing, expiresAt, version, trail };
  return { ...entry, addedAt: standing.addedAt, removedAt: null, expiresAt, version, trail };
}

/**
 * The entry after it was taken off the list. One that was removed already stays as it is. Null where it should have
 * another version, which a repetition of the very same change does not mind.
 */
export function withRemoval(
  standing: Suppression,
  change: SuppressionChange,
  expectedVersion: number | null = null,
): Suppression | null {
  if (isKnown(standing, change)) return standing;
  if (expectedVersion !== null && standing.version !== expectedVersion) return null;
  if (standing.removedAt !== null) return standing;
  const trail = [...standing.trail, change].slice(-suppressionTrailLimit);
  return { ...standing, removedAt: change.at, version: standing.version + 1, trail };
}

function isKnown({ trail }: Suppression, { causedBy, event }: SuppressionChange): boolean {
  return trail.some((known) => known.causedBy === causedBy && known.event === event);
}

/** Null means that there is no end. */
function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return one > other ? one : other;
}
