/**
 * What an access token may be good for, besides who it speaks for (RFC 6749 section 3.3): machines get no more than they
 * need. Every route that asks for a role names the one scope that it takes.
 */
export const scopes = [
  'organizations:read',
  'organizations:write',
  'mail-server:read',
  'mail-server:write',
  'reviews:read',
  'reviews:write',
  'messages:send',
  'messages:read',
  'messages:write',
  'undeliverables:read',
  'suppressions:read',
  'suppressions:write',
  'webhooks:read',
  'webhooks:write',
  'events:read',
  'audit:read',
  'operations:read',
  'operations:write',
] as const;
export type Scope = (typeof scopes)[number];

/** Those that a product's backend needs to use all of the service: registering organizations, sending, and what became of it. */
export const backendScopes = [
  'organizations:read',
  'organizations:write',
  'messages:send',
  'messages:read',
  'messages:write',
  'undeliverables:read',
  'suppressions:read',
  'webhooks:read',
  'webhooks:write',
  'events:read',
] as const satisfies readonly Scope[];

export function isScope(text: string): text is Scope {
  return scopes.some((scope) => scope === text);
}
