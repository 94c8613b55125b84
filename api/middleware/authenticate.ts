import type { Request } from 'express';

import type { AccessTokenVerifier, Identity } from '../../activities/ports/access-token-verifier';
import { CatalogueError } from '../../domain/errors';
import type { RequestLimits } from './request-limits';

const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;
const longestToken = 16_384;

/** Whom the request's bearer token speaks for. Throws UNAUTHENTICATED, IDENTITY_UNAVAILABLE, RATE_LIMITED. */
export async function authenticate(
  request: Request,
  tokens: AccessTokenVerifier,
  limits: RequestLimits,
): Promise<Identity> {
  const identity = await verified(request, tokens, limits);
  await limits.countSubject(identity.subject);
  return identity;
}

/** Only wrong tokens count against an address: many callers may share it, and theirs must not lock out the others. */
async function verified(request: Request, tokens: AccessTokenVerifier, limits: RequestLimits): Promise<Identity> {
  try {
    return await tokens.verify(bearerToken(request));
  } catch (error) {
    const isWrong = error instanceof CatalogueError && error.code === 'UNAUTHENTICATED';
    if (isWrong) await limits.countFailedSignIn(request.ip ?? '');
    throw error;
  }
}

function bearerToken(request: Request): string {
  const token = bearer.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined || token.length > longestToken) throw new CatalogueError('UNAUTHENTICATED');
  return token;
}
