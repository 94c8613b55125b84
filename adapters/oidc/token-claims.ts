import type { JWTPayload } from 'jose';

import type { Identity } from '../../activities/ports/access-token-verifier';
import { roles, type Role } from '../../domain/actor';
import { CatalogueError } from '../../domain/errors';
import { isScope, type Scope } from '../../domain/scopes';

export interface ClaimNames {
  /** Name of a claim, or a path into nested claims such as `realm_access.roles`. */
  readonly roles: string;
  readonly organizations: string;
  readonly scopes: string;
  /** Names the human being behind the account; without it nothing does but the mail address. */
  readonly person?: string | undefined;
}

const longestText = 256;

/**
 * Whom verified claims speak for. Roles that this product does not know are ignored. Throws UNAUTHENTICATED when the claim
 * of the organizations is there, but cannot be read: without it some roles would reach further than with it.
 */
export function identityFrom(claims: JWTPayload & { sub: string }, names: ClaimNames): Identity {
  const email = textOf(claims['email']);
  const name = textOf(claims['name']);
  const personId = names.person === undefined ? undefined : personIn(valueAt(claims, names.person));
  return {
    subject: claims.sub,
    roles: rolesIn(valueAt(claims, names.roles)),
    organizations: organizationsIn(valueAt(claims, names.organizations)),
    scopes: scopesIn(valueAt(claims, names.scopes)),
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(personId === undefined ? {} : { personId }),
  };
}

/** A number, an employee's for instance, is as good as a text; the provider vouches for either. */
function personIn(claim: unknown): string | undefined {
  return textOf(typeof claim === 'number' ? String(claim) : claim);
}

/** Marks that only other tokens of OpenID Connect bear: ID tokens, refresh tokens, logout tokens. */
const foreignClaims = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];
const foreignKinds = new Set(['ID', 'Refresh', 'Offline', 'Logout']);

/** Whether a token without the `at+jwt` type is some other token than an access token. */
export function isForeignToken(claims: JWTPayload): boolean {
  const kind = claims['typ'];
  if (typeof kind === 'string' && foreignKinds.has(kind)) return true;
  return foreignClaims.some((claim) => Object.hasOwn(claims, claim));
}

/** What cannot be read gives no role. */
function rolesIn(claim: unknown): Role[] {
  return listOf(claim).filter(isRole);
}

/** A text with spaces between the scopes (RFC 9068 section 2.2.3), or a list. */
function scopesIn(claim: unknown): Scope[] {
  const names = listOf(claim).flatMap((item) => (typeof item === 'string' ? item.split(' ') : []));
  return names.filter(isScope);
}

/** Null only where the token has no such claim; a claim that names none is an empty list. */
function organizationsIn(claim: unknown): readonly string[] | null {
  if (claim === undefined) return null;
  const items = listOf(claim);
  const organizations = items.filter((item) => typeof item === 'string').filter((item) => item !== '');
  if (organizations.length < items.length) throw new CatalogueError('UNAUTHENTICATED');
  return organizations;
}

function listOf(claim: unknown): readonly unknown[] {
  return Array.isArray(claim) ? claim : [claim];
}

function valueAt(claims: JWTPayload, path: string): unknown {
  return Object.hasOwn(claims, path) ? claims[path] : nested(claims, path.split('.'));
}

/** Undefined where the path ends before anything stands there, null where something other than an object is on the way. */
function nested(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  if (!Object.hasOwn(value, name)) return undefined;
  return nested(Object.entries(value).find(([key]) => key === name)?.[1], rest);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, longestText) : undefined;
}

function isRole(item: unknown): item is Role {
  return roles.some((role) => role === item);
}
