import { CatalogueError } from '../domain/errors';
import type { LifecycleState } from '../domain/lifecycle/state';
import type { Role } from '../domain/actor';
import type { ApiDependencies } from './dependencies';

type Reader = Pick<ApiDependencies, 'lifecycles'>;

/** The projection of an organization. Throws ORGANIZATION_UNKNOWN, STORE_UNAVAILABLE. */
export async function projectionOf(organizationId: string, { lifecycles }: Reader): Promise<LifecycleState> {
  const state = await lifecycles.find(organizationId);
  if (!state) throw new CatalogueError('ORGANIZATION_UNKNOWN');
  return state;
}

/** Nothing new is taken over for an organization that has left. */
export function refuseWhenClosed(state: LifecycleState | null): void {
  if (state?.closure) throw new CatalogueError('ORGANIZATION_CLOSED');
}

/** A version, or the tag of a content, as an entity tag. */
export function entityTag(version: number | string): Record<string, string> {
  return { ETag: `"${version}"`, Vary: 'Authorization' };
}

/** For the organization's own admin the mail server does not exist before sales has unlocked it (rule 1). */
export function refuseWhileLocked(state: LifecycleState, roles: readonly Role[]): void {
  const isCustomer = roles.every((role) => role === 'org-admin');
  if (isCustomer && state.entitlement === 'locked') throw new CatalogueError('FEATURE_LOCKED');
}
