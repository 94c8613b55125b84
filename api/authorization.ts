import type { Identity } from '../activities/ports/access-token-verifier';
import type { Role } from '../domain/actor';
import { CatalogueError } from '../domain/errors';
import type { Scope } from '../domain/scopes';
import { InsufficientScope } from './problem';

/**
 * Who may call a route. `organization` says where the organization stands that bound roles must be bound to: in the path,
 * in the body, in the resource that the handler finds, `all` for routes that look across organizations, or `none` for
 * routes that show nothing of any.
 */
export type Audience =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | {
      readonly kind: 'roles';
      readonly roles: readonly Role[];
      readonly organization: 'path' | 'body' | 'resource' | 'all' | 'none';
      /** What the token of a machine has to be good for. */
      readonly scope: Scope;
    };

/**
 * How far a role reaches. `own`: only organizations that the token names. `named`: everywhere, unless the token has the
 * claim with organizations; then only those, and none where it is empty.
 */
export const roleReach: Readonly<Record<Role, 'everywhere' | 'own' | 'named'>> = {
  sales: 'everywhere',
  'org-admin': 'own',
  reviewer: 'everywhere',
  ops: 'everywhere',
  sender: 'named',
};

/**
 * The roles of the audience that the caller holds and that the scopes of the token let them use. Throws FORBIDDEN when
 * there is no such role, INSUFFICIENT_SCOPE when it is the scope that is missing.
 */
export function heldRoles(audience: Audience, identity: Identity): readonly Role[] {
  if (audience.kind !== 'roles') return [];
  const held = audience.roles.filter((role) => identity.roles.includes(role));
  if (held.length === 0) throw new CatalogueError('FORBIDDEN');
  const usable = held.filter((role) => isInScope(role, audience.scope, identity));
  if (usable.length === 0) throw new InsufficientScope(audience.scope);
  return usable;
}

/** Machines are good for nothing but what their tokens name. People's tokens name no scopes, unless to be limited to them. */
function isInScope(role: Role, scope: Scope, { scopes }: Identity): boolean {
  return scopes.includes(scope) || (scopes.length === 0 && role !== 'sender');
}

/** Those of the held roles that reach the organization; empty when to this caller it does not exist. */
export function rolesReaching(held: readonly Role[], identity: Identity, organizationId: string): readonly Role[] {
  return held.filter((role) => reaches(role, identity, organizationId));
}

function reaches(role: Role, { organizations }: Identity, organizationId: string): boolean {
  switch (roleReach[role]) {
    case 'everywhere':
      return true;
    case 'own':
      return organizations?.includes(organizationId) ?? false;
    case 'named':
      return organizations?.includes(organizationId) ?? true;
  }
}
