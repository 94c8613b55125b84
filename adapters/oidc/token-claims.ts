import type { JWTPayload } from 'jose';

import type { Identity } from '../../activities/ports/access-token-verifier';
import { roles, type Role } from '../../domain/actor';

export interface ClaimNames {
  /** Name of a claim, or a path into nested claims such as `realm_access.roles`. */
  readonly roles: string;
  readonly organizations: string;
}

const longestText = 256;

/** Whom verified claims speak for. Roles that this product does not know are ignored. */
export function identityFrom(claims: JWTPayload & { sub: string }, names: ClaimNames): Identity {
  const organizations = textsAt(claims, names.organizations);
  const email = textOf(claims['email']);
  const name = textOf(claims['name']);
  return {
    subject: claims.sub,
    roles: textsAt(claims, names.roles).filter(isRole),
    organizations: organizations.length > 0 ? organizations : null,
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
  };
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

function textsAt(claims: JWTPayload, path: string): string[] {
  const value = Object.hasOwn(claims, path) ? claims[path] : nested(claims, path.split('.'));
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string').filter((item) => item !== '');
}

function nested(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return nested(Object.entries(value).find(([key]) => key === name)?.[1], rest);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, longestText) : undefined;
}

function isRole(text: string): text is Role {
  return roles.some((role) => role === text);
}
