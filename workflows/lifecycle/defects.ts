import { DeterminismViolationError, TemporalFailure, log } from '@temporalio/workflow';

import { fail } from '../failures';

/**
 * What the workflow's own code throws by mistake would fail its task again and again, and nothing of the organization would
 * be answered any more. This makes a refusal of it: the caller is told INTERNAL, people find it in the log.
 */
export async function refusingDefects<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isDefect(error)) throw error;
    log.error('A defect: what was asked for is refused', { what, error });
    throw fail('INTERNAL');
  }
}

/** Failures are meant, and a history that the code does not fit is for other code to go on with. */
export function isDefect(error: unknown): boolean {
  return !(error instanceof TemporalFailure) && !(error instanceof DeterminismViolationError);
}
