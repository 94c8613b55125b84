const defaultLimitBytes = 256 * 1024 * 1024;
/** One claim gets no more than this part, so that large mail of one organization leaves room for the others. */
const partOfOneClaim = 4;

/**
 * Bounds the bytes of claimed mail that a process holds at a time, whatever their number and size. What is claimed in one go
 * is read until its part is full; the answer of the database that was being read (16 MB) comes on top, and one mail for each
 * organization that has nothing else in hand, so that nobody is starved.
 */
export class BodyBudget {
  readonly #limitBytes: number;
  #heldBytes = 0;
  #waiting: (() => void)[] = [];

  constructor(limitBytes = defaultLimitBytes) {
    this.#limitBytes = limitBytes;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** How much the next claim may read. */
  get allowanceBytes(): number {
    return Math.max(Math.min(this.#limitBytes / partOfOneClaim, this.#limitBytes - this.#heldBytes), 0);
  }

  take(bytes: number): void {
    this.#heldBytes += bytes;
  }

  free(bytes: number): void {
    this.#heldBytes -= bytes;
    for (const proceed of this.#waiting.splice(0)) proceed();
  }

  /** Resolves when there is room, or when something became free, or after so many milliseconds. */
  async room(longestMs: number): Promise<void> {
    if (this.allowanceBytes > 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, longestMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
