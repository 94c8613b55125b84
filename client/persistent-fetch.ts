import { retryAfterOf } from './problem';

export type Fetch = (request: Request) => Promise<Response>;

/** How often a request is sent, and how long one pause may be. */
export interface Persistence {
  readonly attempts: number;
  readonly longestPauseMs: number;
}

const passing = new Set([429, 503]);
const firstPauseMs = 250;

/**
 * Sends a request again when it did not arrive, or when the API asks for another try. That is safe: what changes
 * something carries an Idempotency-Key, the same one each time. Gives the last answer, or throws the last failure.
 */
export function persistentFetch(send: Fetch, { attempts, longestPauseMs }: Persistence): Fetch {
  return async (request) => {
    for (let attempt = 1; attempt < attempts; attempt += 1) {
      const response = await send(request.clone()).catch((error: unknown) => {
        if (request.signal.aborted) throw error;
        return null;
      });
      if (response && !passing.has(response.status)) return response;
      const pauseMs = pauseAfter(response, attempt);
      if (response && pauseMs > longestPauseMs) return response;
      await pause(Math.min(pauseMs, longestPauseMs), request.signal);
    }
    return send(request);
  };
}

function pauseAfter(response: Response | null, attempt: number): number {
  const seconds = response ? retryAfterOf(response) : null;
  return seconds === null ? firstPauseMs * 2 ** (attempt - 1) : seconds * 1000;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('The request was given up'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
