import { statusesOf, type LifecycleState, type LifecycleStatuses } from './state';

/** What is kept of a lifecycle so that it can be queried: fields to ask for, and the workflow's own state as a whole. */
export interface LifecycleProjection extends LifecycleStatuses {
  readonly version: number;
  /** When the draft entered its status, ISO 8601; null without a draft. */
  readonly draftSince: string | null;
  readonly state: LifecycleState;
}

/** The projection that belongs to a state. */
export function projectionOf(state: LifecycleState): LifecycleProjection {
  const { version, draft } = state;
  return { ...statusesOf(state), version, draftSince: draft?.since ?? null, state };
}
