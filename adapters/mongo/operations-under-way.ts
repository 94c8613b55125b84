import { CatalogueError } from '../../domain/errors';

/**
 * Database operations that have not ended yet. The driver can leave one without an end: it waits for a socket to drain that was
 * closed just before it wrote. So what was under way when connections were lost is given up after a while.
 */
export class OperationsUnderWay {
  readonly #giveUps = new Set<() => void>();

  /** Resolves or rejects as the operation does, or with STORE_UNAVAILABLE once it is given up: its outcome is unknown then. */
  async run<Result>(operation: () => Promise<Result>): Promise<Result> {
    const { promise, resolve, reject } = deferred<Result>();
    const giveUp = (): void => reject(new CatalogueError('STORE_UNAVAILABLE'));
    this.#giveUps.add(giveUp);
    operation().then(resolve, reject);
    try {
      return await promise;
    } finally {
      this.#giveUps.delete(giveUp);
    }
  }

  /** Gives up what is under way now and is still so after `milliseconds`. */
  giveUpAfter(milliseconds: number): void {
    const underWay = [...this.#giveUps];
    setTimeout(() => {
      for (const giveUp of underWay) if (this.#giveUps.has(giveUp)) giveUp();
    }, milliseconds).unref();
  }
}

function deferred<Result>() {
  let resolve!: (result: Result) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Result>((resolvePromise, rejectPromise) => {
    resolve = resolvePromise;
    reject = rejectPromise;
  });
  return { promise, resolve, reject };
}
