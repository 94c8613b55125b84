/** Work that nobody waits for while serving, but that a shutdown waits for. */
export class BackgroundWork {
  readonly #running = new Set<Promise<void>>();

  /** Runs the work; what it throws goes to `onFailure`, never to the process. */
  run(work: () => Promise<void>, onFailure: (error: unknown) => void): void {
    const running = work()
      .catch(onFailure)
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
