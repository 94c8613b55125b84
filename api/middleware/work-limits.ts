import { CatalogueError } from '../../domain/errors';

export interface WorkLimitOptions {
  /** Requests that are answered at the same time. */
  readonly concurrent: number;
  /** Milliseconds that the work for one request may take. */
  readonly patienceMs: number;
}

/** Keeps what this process does at a time within bounds, so that it answers late rather than not at all. */
export class WorkLimits {
  readonly #options: WorkLimitOptions;
  #running = 0;

  constructor(options: WorkLimitOptions) {
    this.#options = options;
  }

  /** Does one request's work. Throws OVERLOADED where too much is being done already, and what the work throws. */
  async within<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#options.concurrent) throw new CatalogueError('OVERLOADED');
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }

  /** What the work comes to in time. Throws TIMED_OUT; the work itself goes on, and a repetition finds its result. */
  async inTime<Result>(work: Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new CatalogueError('TIMED_OUT')), this.#options.patienceMs);
    });
    try {
      return await Promise.race([work, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}
