import { CatalogueError } from '../../domain/errors';

/**
 * Bounds how long a database operation may take. The driver has no such bound of its own where it waits for a socket to drain
 * that was closed just before it wrote: it would wait for good.
 */
export class OperationsUnderWay {
  readonly #limitMs: number;
  readonly #giveUps = new Set<() => void>();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** Ends as the operation does, or with STORE_UNAVAILABLE once it is given up: its outcome is unknown then. */
  async run<Result>(operation: () => Promise<Result>): Promise<Result> {
    return await new Promise<Result>((resolve, reject) => {
      const giveUp = (): void => {
        this.#giveUps.delete(giveUp);
        reject(new CatalogueError('STORE_UNAVAILABLE'));
      };
      void this.#carryOut(operation, giveUp).then(resolve, reject);
    });
  }

  async #carryOut<Result>(operation: () => Promise<Result>, giveUp: () => void): Promise<Result> {
    const limit = setTimeout(giveUp, this.#limitMs).unref();
    this.#giveUps.add(giveUp);
    try {
      return await operation();
    } finally {
      clearTimeout(limit);
      this.#giveUps.delete(giveUp);
    }
  }

  /** Gives up all that is under way now. */
  giveUpAll(): void {
    for (const giveUp of this.#giveUps) giveUp();
  }
}
