import type { Logger } from 'pino';

import type { DispatcherWaker } from '../activities/ports/lifecycle-gateway';
import { loggable } from '../adapters/logging/loggable-error';
import { BackgroundWork } from './background-work';

/**
 * Wakes dispatchers behind the caller's back: an accepted mail stays accepted when nobody can be woken, because the sweep
 * finds it. Many mails for one organization at once need one wake after the last of them, not one each.
 */
export class DispatcherAlarm {
  readonly #waker: DispatcherWaker;
  readonly #logger: Logger;
  readonly #work = new BackgroundWork();
  /** Organizations being woken; true where another mail has come since the wake began. */
  readonly #waking = new Map<string, boolean>();

  constructor(waker: DispatcherWaker, logger: Logger) {
    this.#waker = waker;
    this.#logger = logger;
  }

  ring(organizationId: string): void {
    if (this.#waking.has(organizationId)) {
      this.#waking.set(organizationId, true);
      return;
    }
    this.#waking.set(organizationId, false);
    this.#work.run(
      async () => this.#wakeUntilQuiet(organizationId),
      (error) => {
        this.#logger.warn({ organizationId, error: loggable(error) }, 'The dispatcher could not be woken');
      },
    );
  }

  /** Resolves when every wake has been delivered or has failed. */
  async settled(): Promise<void> {
    await this.#work.settled();
  }

  async #wakeUntilQuiet(organizationId: string): Promise<void> {
    try {
      do {
        this.#waking.set(organizationId, false);
        await this.#waker.wake(organizationId);
      } while (this.#waking.get(organizationId) === true);
    } finally {
      this.#waking.delete(organizationId);
    }
  }
}
