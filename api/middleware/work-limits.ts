import { CatalogueError } from '../../domain/errors';
import { RateLimitExceeded } from '../problem';

export interface WorkLimitOptions {
  /** Requests that are answered at the same time. */
  readonly concurrent: number;
  /** Milliseconds that the work for one request may take. */
  readonly patienceMs: number;
}

/** Says whose work it is, once that is known. Throws RATE_LIMITED where too much of it is being done already. */
export type Attribute = (caller: string) => void;

/** One caller's part of what is done at the same time: who sends or reads slowly on purpose holds no more. */
const callersAtLeast = 4;
const retrySeconds = 1;

/** Keeps what this process does at a time within bounds, so that it answers late rather than not at all. */
export class WorkLimits {
  readonly #options: WorkLimitOptions;
  readonly #mostPerCaller: number;
  readonly #byCaller = new Map<string, number>();
  #running = 0;

  constructor(options: WorkLimitOptions) {
    this.#options = options;
    this.#mostPerCaller = Math.max(1, Math.floor(options.concurrent / callersAtLeast));
  }

  /** Does one request's work. Throws OVERLOADED where too much is being done already, and what the work throws. */
  async within<Result>(work: (attribute: Attribute) => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#options.concurrent) throw new CatalogueError('OVERLOADED');
    let owner: string | null = null;
    this.#running += 1;
    try {
      return await work((caller) => {
        this.#count(caller, 1);
        owner = caller;
      });
    } finally {
      this.#running -= 1;
      if (owner !== null) this.#count(owner, -1);
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

  #count(caller: string, change: 1 | -1): void {
    const held = (this.#byCaller.get(caller) ?? 0) + change;
    if (held > this.#mostPerCaller) throw new RateLimitExceeded(retrySeconds);
    if (held === 0) this.#byCaller.delete(caller);
    else this.#byCaller.set(caller, held);
  }
}
