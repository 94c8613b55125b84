/** The reason of a signal that ended because the time was up; every other reason is somebody's wish to stop. */
class DeadlineReached extends Error {
  constructor() {
    super('The time for this step is up');
    this.name = 'TimeoutError';
  }
}

/** Runs a step under a signal that ends when the outer one does or the time is up. Leaves no timer and no listener behind. */
export async function withDeadline<Result>(
  timeoutMs: number,
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const onOuterAbort = (): void => controller.abort(outer.reason);
  const timer = setTimeout(() => controller.abort(new DeadlineReached()), timeoutMs);
  outer.addEventListener('abort', onOuterAbort);
  if (outer.aborted) onOuterAbort();
  try {
    return await run(controller.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', onOuterAbort);
  }
}

/** Why a signal ended: time was up (also by `AbortSignal.timeout`), or somebody interrupted. */
export function endKind(signal: AbortSignal): 'timed-out' | 'interrupted' {
  const reason: unknown = signal.reason;
  const named = typeof reason === 'object' && reason !== null && 'name' in reason;
  return named && reason.name === 'TimeoutError' ? 'timed-out' : 'interrupted';
}
