import type { components } from './schema';

/** RFC 9457, as every refusal of the API looks. */
export type Problem = components['schemas']['Problem'];
/** A code of the service's error catalogue; stable, explained at the problem's `type`. */
export type ErrorCode = Problem['code'];

/** The API refused or failed a request. `code` says why, `problem.errors` where. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: ErrorCode;
  readonly problem: Problem;
  /** Seconds after which another try makes sense; null where waiting does not help. */
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, retryAfterSeconds: number | null) {
    super(`${problem.status} ${problem.code}: ${problem.detail}`);
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Something between the client and the API answered, a proxy for instance: it is no problem of the API. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly status: number;

  constructor(status: number) {
    super(`The answer ${status} is none of the API`);
    this.status = status;
  }
}

/** What a response that is no success means. */
export async function failureOf(response: Response): Promise<ApiProblem | UnexpectedAnswer> {
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const body: unknown = isProblem ? await response.json().catch(() => null) : null;
  return isProblemBody(body) ? new ApiProblem(body, retryAfterOf(response)) : new UnexpectedAnswer(response.status);
}

/** The seconds in Retry-After; null without it. */
export function retryAfterOf({ headers }: Response): number | null {
  const field = headers.get('retry-after');
  return field !== null && /^\d{1,9}$/.test(field) ? Number(field) : null;
}

function isProblemBody(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body && 'detail' in body;
}
