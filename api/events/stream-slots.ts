import { CatalogueError } from '../../domain/errors';

export interface StreamLimits {
  readonly perCaller: number;
  readonly perProcess: number;
}

/** A stream's right to exist: `signal` is aborted when the process stops. */
export interface StreamSlot {
  readonly signal: AbortSignal;
  release(): void;
}

/** Bounds the streams of this process, and ends them when it stops. */
export class StreamSlots {
  readonly #limits: StreamLimits;
  readonly #byCaller = new Map<string, number>();
  readonly #stopping = new AbortController();
  #open = 0;

  constructor(limits: StreamLimits) {
    this.#limits = limits;
  }

  /** Throws TOO_MANY_STREAMS when the caller, or the process, has as many as it may. */
  take(caller: string): StreamSlot {
    const own = this.#byCaller.get(caller) ?? 0;
    if (own >= this.#limits.perCaller || this.#open >= this.#limits.perProcess || this.#stopping.signal.aborted) {
      throw new CatalogueError('TOO_MANY_STREAMS');
    }
    this.#byCaller.set(caller, own + 1);
    this.#open += 1;
    return { signal: this.#stopping.signal, release: () => this.#release(caller) };
  }

  get open(): number {
    return this.#open;
  }

  /** Ends all streams; whoever read them connects again, to another process. */
  close(): void {
    this.#stopping.abort();
  }

  #release(caller: string): void {
    this.#open -= 1;
    const left = (this.#byCaller.get(caller) ?? 1) - 1;
    if (left === 0) this.#byCaller.delete(caller);
    else this.#byCaller.set(caller, left);
  }
}
