import { z } from 'zod';

import { errorCatalogue, type ErrorCode } from '../domain/errors';
import type { RouteDeclaration } from './route';

/** Every code that a route can answer with: those that its handler gives and those that its declaration implies. */
export function declaredProblems(route: RouteDeclaration): readonly ErrorCode[] {
  const codes = new Set<ErrorCode>([...impliedProblems(route), ...route.problems]);
  return [...codes].toSorted((one, other) => errorCatalogue[one].status - errorCatalogue[other].status);
}

function impliedProblems({ audience, request, bodyFormat }: RouteDeclaration): ErrorCode[] {
  const parts = request.shape;
  const codes: ErrorCode[] = ['INTERNAL', 'RATE_LIMITED', 'OVERLOADED', 'TIMED_OUT'];
  if (audience.kind !== 'public') {
    codes.push('UNAUTHENTICATED', 'CROSS_SITE_REFUSED', 'IDENTITY_UNAVAILABLE', 'INVALID_REQUEST', 'STORE_UNAVAILABLE');
  }
  if (audience.kind === 'public' && Object.keys(parts).length > 0) codes.push('INVALID_REQUEST');
  if (audience.kind === 'roles') codes.push('FORBIDDEN', 'INSUFFICIENT_SCOPE');
  if (audience.kind === 'roles' && audience.organization === 'path') codes.push('ORGANIZATION_UNKNOWN');
  if (needsIdempotencyKey(parts.headers)) codes.push('IDEMPOTENCY_KEY_MISSING');
  if (parts.body) codes.push('BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  if (parts.body && !bodyFormat?.mediaTypes) codes.push('BROKEN_JSON');
  return codes;
}

function needsIdempotencyKey(headers: z.ZodType | undefined): boolean {
  return headers instanceof z.ZodObject && 'idempotency-key' in headers.shape;
}
