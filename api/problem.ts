import { CatalogueError, errorCatalogue, type ErrorCode } from '../domain/errors';
import type { Scope } from '../domain/scopes';

/** RFC 9457, with the catalogue's code, the request's id and the faulty places. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ErrorCode;
  readonly requestId: string;
  readonly errors?: ProblemPlace[];
}

export interface ProblemPlace {
  readonly pointer: string;
  readonly code: string;
  readonly detail?: string;
  readonly in?: 'path' | 'query' | 'header' | 'body';
}

export interface ProblemContext {
  readonly publicUrl: string;
  readonly path: string;
  readonly requestId: string;
}

export const problemMediaType = 'application/problem+json';

/** The address of a code's explanation; also the `type` of its problems. */
export function problemType(publicUrl: string, code: ErrorCode): string {
  return `${publicUrl}/docs/errors/${code}`;
}

export function toProblem(error: CatalogueError, { publicUrl, path, requestId }: ProblemContext): Problem {
  const { status, title } = errorCatalogue[error.code];
  return {
    type: problemType(publicUrl, error.code),
    title,
    status,
    detail: error.message,
    instance: path,
    code: error.code,
    requestId,
    ...(error.faults.length > 0 ? { errors: [...error.faults] } : {}),
  };
}

/** Too many requests; tells when the next one may come. */
export class RateLimitExceeded extends CatalogueError {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('RATE_LIMITED');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The resource has no such method; names those that it has (RFC 9110 section 15.5.6). */
export class MethodNotAllowed extends CatalogueError {
  readonly allowed: readonly string[];

  constructor(allowed: readonly string[]) {
    super('METHOD_NOT_ALLOWED');
    this.allowed = allowed;
  }
}

/** The token is good for other things only; names the scope that the request takes. */
export class InsufficientScope extends CatalogueError {
  readonly scope: Scope;

  constructor(scope: Scope) {
    super('INSUFFICIENT_SCOPE', `The access token lacks the scope ${scope}`);
    this.scope = scope;
  }
}

const realm = 'Bearer realm="mail-server-approval"';
const serviceRetrySeconds = 5;

/** The header fields that go with a problem. */
export function problemHeaders(error: CatalogueError, hadToken: boolean): Record<string, string> {
  if (error instanceof RateLimitExceeded) return { 'Retry-After': String(error.retryAfterSeconds) };
  if (error instanceof MethodNotAllowed) return { Allow: error.allowed.join(', ') };
  if (error instanceof InsufficientScope) return { 'WWW-Authenticate': lacking(error.scope) };
  if (error.code === 'UNAUTHENTICATED') return { 'WWW-Authenticate': challenge(hadToken) };
  const isPassing = [429, 503].includes(errorCatalogue[error.code].status);
  return isPassing ? { 'Retry-After': String(serviceRetrySeconds) } : {};
}

/** RFC 6750 section 3: the error is named only if a token was there. */
function challenge(hadToken: boolean): string {
  return hadToken ? `${realm}, error="invalid_token"` : realm;
}

/** RFC 6750 section 3.1. */
function lacking(scope: Scope): string {
  return `${realm}, error="insufficient_scope", scope="${scope}"`;
}
