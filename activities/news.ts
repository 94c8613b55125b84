/** Lets one waiter sleep until there is news. News that comes while nobody waits ends the next wait at once. */
export class News {
  #isFresh = false;
  #wake: (() => void) | null = null;

  tell(): void {
    this.#isFresh = true;
    this.#wake?.();
  }

  /** Resolves with true for news, with false when so many milliseconds have passed without. */
  async wait(milliseconds: number): Promise<boolean> {
    if (!this.#isFresh) await this.#sleep(milliseconds);
    const isFresh = this.#isFresh;
    this.#isFresh = false;
    return isFresh;
  }

  async #sleep(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = Number.isFinite(milliseconds) ? setTimeout(resolve, Math.max(milliseconds, 0)) : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
