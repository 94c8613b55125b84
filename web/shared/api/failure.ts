import { ApiProblem, type ErrorCode } from '../../../client';

/** The code of a refusal; undefined where something else went wrong. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof ApiProblem ? error.code : undefined;
}

/** Whether the API has answered and asking again would not help. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiProblem && error.status < 500 && error.status !== 429;
}

/** The faulty places that a refusal names, by JSON pointer. */
export function faultsOf(error: unknown): readonly { readonly pointer: string; readonly code: string }[] {
  return error instanceof ApiProblem ? (error.problem.errors ?? []) : [];
}

/** Whether a refusal names this member of the address or of the body, or something in it. */
export function isFaulty(error: unknown, field: string): boolean {
  return faultsOf(error).some(({ pointer }) => pointer.split('/')[1] === field);
}
