import type { Request } from 'express';

import type { Identity } from '../../activities/ports/access-token-verifier';
import { CatalogueError } from '../../domain/errors';
import type { ApiDependencies } from '../dependencies';
import type { SessionPurpose } from '../sessions/dashboard-sessions';
import { refuseCrossSite } from '../sessions/refuse-cross-site';
import type { RequestLimits } from './request-limits';

const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
const longestToken = 16_384;

type Authority = Pick<ApiDependencies, 'tokens' | 'sessions' | 'cookies' | 'settings'>;

/**
 * Whom the request's bearer token speaks for, or the session of its browser. Throws UNAUTHENTICATED, CROSS_SITE_REFUSED,
 * IDENTITY_UNAVAILABLE, RATE_LIMITED.
 */
export async function authenticate(request: Request, authority: Authority, limits: RequestLimits): Promise<Identity> {
  const identity = await verified(request, authority, limits);
  await limits.countSubject(identity.subject);
  return identity;
}

/** Only wrong tokens count against an address: many callers may share it, and theirs must not lock out the others. */
async function verified(request: Request, authority: Authority, limits: RequestLimits): Promise<Identity> {
  try {
    return await proven(request, authority);
  } catch (error) {
    const isWrong = error instanceof CatalogueError && error.code === 'UNAUTHENTICATED';
    if (isWrong) await limits.countFailedSignIn(request.ip ?? '');
    throw error;
  }
}

/** Whom a request that is being answered speaks for by now; counts neither as a request nor as use of the session. */
export async function identifyAgain(request: Request, authority: Authority): Promise<Identity> {
  return proven(request, authority, 'watch');
}

/** A token goes before a session: whoever sends one means it. */
async function proven(
  request: Request,
  { tokens, sessions, cookies, settings }: Authority,
  purpose: SessionPurpose = 'use',
): Promise<Identity> {
  const session = cookies.read(request.headers.cookie, 'session');
  if (session === undefined || request.headers.authorization !== undefined) return tokens.verify(bearerToken(request));
  refuseCrossSite(request, settings.publicUrl);
  return sessions.identify(session, purpose);
}

function bearerToken(request: Request): string {
  const token = bearer.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined || token.length > longestToken) throw new CatalogueError('UNAUTHENTICATED');
  return token;
}
