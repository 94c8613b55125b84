import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from 'pino';

import type { DispatcherWaker } from '../activities/ports/lifecycle-gateway';
import type { OutboxIntake } from '../activities/ports/outbox';
import { loggable } from '../adapters/logging/loggable-error';
import { BackgroundWork } from './background-work';

/** A dispatcher stays awake for longer than this after a wake or a mail, and hears of new mail by itself meanwhile. */
const usualQuietMs = 20_000;
/** So often within this time it is seen to that it does hear. */
const looks = 4;
/** The first look may come before a mail is old enough to be missed. */
const looksForMail = 2;
/** Mail that has been due for so long should be in somebody's hands. */
const overlookedMs = 2_000;

/** Knows whether mail waits. */
export type WaitingMail = Pick<OutboxIntake, 'isWaitingSince'>;

/**
 * Wakes dispatchers behind the caller's back: an accepted mail stays accepted when nobody can be woken, because the sweep
 * finds it. A wake costs as much as dozens of mails: many mails for one organization need one, and another one where mail is
 * left lying after all.
 */
export class DispatcherAlarm {
  readonly #waker: DispatcherWaker;
  readonly #mail: WaitingMail;
  readonly #logger: Logger;
  readonly #quietMs: number;
  readonly #work = new BackgroundWork();
  readonly #hurry = new AbortController();
  /** Organizations whose dispatchers should be awake; how many looks their mail is owed. */
  readonly #awake = new Map<string, number>();

  /** `quietMs`: how long after its last mail an organization's dispatcher is taken to be awake. */
  constructor(waker: DispatcherWaker, mail: WaitingMail, logger: Logger, quietMs = usualQuietMs) {
    this.#waker = waker;
    this.#mail = mail;
    this.#logger = logger;
    this.#quietMs = quietMs;
    // One for each organization.
    setMaxListeners(0, this.#hurry.signal);
  }

  ring(organizationId: string): void {
    if (this.#awake.has(organizationId)) {
      this.#awake.set(organizationId, looksForMail);
      return;
    }
    this.#awake.set(organizationId, 0);
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
      await this.#waker.wake(organizationId);
      let looksUntilWake = 1;
      for (let quiet = 0; quiet < looks; quiet += 1) {
        await this.#sleep(this.#quietMs / looks);
        looksUntilWake -= 1;
        const owed = this.#awake.get(organizationId) ?? 0;
        if (owed === 0) continue;
        quiet = -1;
        if (looksUntilWake > 0 && !this.#hurry.signal.aborted) continue;
        this.#awake.set(organizationId, owed - 1);
        if (!(await this.#isOverlooked(organizationId))) continue;
        this.#awake.set(organizationId, 0);
        await this.#waker.wake(organizationId);
        // Mail that waits for a server, or behind much other mail, is no reason to wake again and again.
        looksUntilWake = looks;
      }
    } finally {
      this.#awake.delete(organizationId);
    }
  }

  /** Ends at once when there is no time to wait. */
  async #sleep(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#hurry.signal, ref: false }).catch(() => undefined);
  }

  /** Whether mail lies there that a dispatcher should have taken; also where nobody can say, or there is no time to wait. */
  async #isOverlooked(organizationId: string): Promise<boolean> {
    if (this.#hurry.signal.aborted) return true;
    const since = new Date(Date.now() - overlookedMs).toISOString();
    return await this.#mail.isWaitingSince(organizationId, since).catch(() => true);
  }
}
