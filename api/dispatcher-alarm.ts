import { setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from 'pino';

import type { DispatcherWaker } from '../activities/ports/lifecycle-gateway';
import { loggable } from '../adapters/logging/loggable-error';
import { BackgroundWork } from './background-work';

/** A dispatcher that was woken stays awake for longer than this, and hears of new mail by itself meanwhile. */
const usualQuietMs = 15_000;

/**
 * Wakes dispatchers behind the caller's back: an accepted mail stays accepted when nobody can be woken, because the sweep
 * finds it. Many mails for one organization need one wake
 * at first and one every few seconds, not one each.
 */
export class DispatcherAlarm {
  readonly #waker: DispatcherWaker;
  readonly #logger: Logger;
  readonly #quietMs: number;
  readonly #work = new BackgroundWork();
  readonly #hurry = new AbortController();
  /** Organizations being woken; true where another mail has come since the wake began. */
  readonly #waking = new Map<string, boolean>();

  /** `quietMs`: how long an organization is left alone after a wake. */
  constructor(waker: DispatcherWaker, logger: Logger, quietMs = usualQuietMs) {
    this.#waker = waker;
    this.#logger = logger;
    this.#quietMs = quietMs;
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

  /** Resolves when every wake has been delivered or has failed; none waits any longer. */
  async settled(): Promise<void> {
    this.#hurry.abort();
    await this.#work.settled();
  }

  async #wakeUntilQuiet(organizationId: string): Promise<void> {
    try {
      do {
        this.#waking.set(organizationId, false);
        await this.#waker.wake(organizationId);
        await sleep(this.#quietMs, undefined, { signal: this.#hurry.signal, ref: false }).catch(() => undefined);
      } while (this.#waking.get(organizationId) === true);
    } finally {
      this.#waking.delete(organizationId);
    }
  }
}
