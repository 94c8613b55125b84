import type { Logger } from 'pino';

import type { DispatcherWaker } from '../activities/ports/lifecycle-gateway';
import type { OutboxIntake } from '../activities/ports/outbox';
import { loggable } from '../adapters/logging/loggable-error';
import { BackgroundWork } from './background-work';

export interface AlarmTimes {
  /** Mail that has been due for so long, in milliseconds, should be in somebody's hands. */
  readonly overlookedMs: number;
  /** From one look at an organization to the next while mail comes. */
  readonly lookEveryMs: number;
  /** After a wake an organization is left alone for so long. */
  readonly wakeEveryMs: number;
}

const usualTimes: AlarmTimes = { overlookedMs: 3_000, lookEveryMs: 5_000, wakeEveryMs: 20_000 };
const ticksPerLook = 8;
/** Where workers are behind with their work, waking all dispatchers at once would set them back further. */
const wakesPerLook = 5;
/**
 * As long as dispatchers have other mail in hand, workers are alive, and will most likely come to the mail that lies there by
 * themselves: then there is one wake in this time, in milliseconds.
 */
const wakeWhileAtWorkMs = 500;

/** Knows whether mail waits, and whether somebody has it in hand. */
export type WaitingMail = Pick<OutboxIntake, 'waitingSince'>;

/** An organization that mail came for. Times are those of `performance.now()`. */
interface Watched {
  lookAt: number;
  rungAt: number;
  /** What came until then is known to be in good hands. */
  seenUntil: number;
  wokenAt: number;
  /** Whether there is something that looking does not tell of. */
  hasOther: boolean;
}

/**
 * Sees to it that accepted mail gets into somebody's hands. Workers hear of new mail by themselves, and send it without being
 * woken; a wake costs as much as dozens of mails. So the alarm looks, for all organizations that mail came for in one question,
 * whether any of it is left lying, and wakes dispatchers only then. All of it goes on behind the caller's back: an accepted mail
 * stays accepted when nobody can be woken, because the sweep finds it.
 */
export class DispatcherAlarm {
  readonly #waker: DispatcherWaker;
  readonly #mail: WaitingMail;
  readonly #logger: Logger;
  readonly #times: AlarmTimes;
  readonly #work = new BackgroundWork();
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #wokeForLyingAt = -Infinity;
  #sawWorkAt = -Infinity;

  constructor(waker: DispatcherWaker, mail: WaitingMail, logger: Logger, times = usualTimes) {
    this.#waker = waker;
    this.#mail = mail;
    this.#logger = logger;
    this.#times = times;
  }

  /** Mail has come that is due at once. */
  ring(organizationId: string): void {
    const { overlookedMs } = this.#times;
    this.#watch(organizationId, performance.now() + overlookedMs);
  }

  /** There is something that workers do not hear of: mail that is due later, a mail that was decided about. */
  wake(organizationId: string): void {
    const watched = this.#watch(organizationId, 0);
    watched.hasOther = true;
    watched.lookAt = Math.min(watched.lookAt, watched.wokenAt + this.#times.overlookedMs);
  }

  #watch(organizationId: string, lookAt: number): Watched {
    const fresh = { lookAt, seenUntil: -Infinity, wokenAt: -Infinity, hasOther: false };
    const watched = this.#watched.get(organizationId) ?? { ...fresh, rungAt: 0 };
    watched.rungAt = performance.now();
    this.#watched.set(organizationId, watched);
    this.#timer ??= setInterval(() => this.#tick(), this.#times.overlookedMs / ticksPerLook).unref();
    return watched;
  }

  /** Resolves when everybody whose mail still waits has been woken, or could not be. */
  async settled(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#work.settled();
    const owed = [...this.#watched].filter(([, { rungAt, seenUntil }]) => rungAt > seenUntil);
    this.#watched.clear();
    await this.#wakeWhoNeedsIt(owed, { overlookedMs: 0, mostWakes: Infinity });
    await this.#work.settled();
  }

  #tick(): void {
    if (this.#isLooking) return;
    const now = performance.now();
    const due = [...this.#watched].filter(([, { lookAt }]) => lookAt <= now);
    for (const [id, { rungAt, seenUntil }] of due) if (rungAt <= seenUntil) this.#watched.delete(id);
    if (this.#watched.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    const owed = due.filter(([id]) => this.#watched.has(id));
    if (owed.length === 0) return;
    const { overlookedMs } = this.#times;
    this.#isLooking = true;
    this.#work.run(
      async () => {
        await this.#wakeWhoNeedsIt(owed, { overlookedMs, mostWakes: wakesPerLook }).finally(() => {
          this.#isLooking = false;
        });
      },
      (error) => this.#logger.warn({ error: loggable(error) }, 'Dispatchers could not be looked after'),
    );
  }

  async #wakeWhoNeedsIt(
    owed: readonly (readonly [string, Watched])[],
    { overlookedMs, mostWakes }: { readonly overlookedMs: number; readonly mostWakes: number },
  ): Promise<void> {
    if (owed.length === 0) return;
    const now = performance.now();
    const waiting = await this.#waiting(
      owed.map(([id]) => id),
      overlookedMs,
    );
    const inNeed = owed.filter(([id, { hasOther }]) => hasOther || waiting.get(id) === 'left');
    const lying = inNeed.filter(([, { hasOther }]) => !hasOther);
    const patient = new Set(mostWakes === Infinity ? [] : lying.slice(this.#mostForLying(waiting, now)));
    const turn = new Set(inNeed.filter((entry) => !patient.has(entry)).slice(0, mostWakes));
    const later = new Set(inNeed.filter((entry) => !turn.has(entry)));
    if (lying.some((entry) => turn.has(entry))) this.#wokeForLyingAt = now;
    for (const entry of owed) {
      const [id, watched] = entry;
      if (later.has(entry)) continue;
      watched.lookAt = now + this.#times.lookEveryMs;
      // Whoever has it in hand may die of it.
      if (waiting.get(id) !== 'in-hand') watched.seenUntil = now - overlookedMs;
    }
    await Promise.all([...turn].map(async ([id, watched]) => await this.#wake(id, watched)));
  }

  /** How many may be woken now whose mail lies there, and who have nothing else. */
  #mostForLying(waiting: Awaited<ReturnType<WaitingMail['waitingSince']>>, now: number): number {
    if ([...waiting.values()].includes('in-hand')) this.#sawWorkAt = now;
    // Whose mail is in hand is asked about again only then.
    const areAtWork = now - this.#sawWorkAt <= this.#times.lookEveryMs * 1.5;
    if (!areAtWork) return wakesPerLook;
    return now - this.#wokeForLyingAt >= wakeWhileAtWorkMs ? 1 : 0;
  }

  /** All of them, and in nobody's hands, where nobody can say. */
  async #waiting(organizationIds: readonly string[], overlookedMs: number): ReturnType<WaitingMail['waitingSince']> {
    const since = new Date(Date.now() - overlookedMs).toISOString();
    const all = () => new Map(organizationIds.map((id) => [id, 'left' as const]));
    return await this.#mail.waitingSince(organizationIds, since).catch(all);
  }

  /** Mail that waits for a server, or behind much other mail, is no reason to wake again and again. */
  async #wake(organizationId: string, watched: Watched): Promise<void> {
    const wokenAt = performance.now();
    const { hasOther } = watched;
    watched.hasOther = false;
    try {
      await this.#waker.wake(organizationId);
      const lookAt = wokenAt + this.#times.wakeEveryMs;
      Object.assign(watched, { lookAt, wokenAt, seenUntil: wokenAt });
    } catch (error) {
      Object.assign(watched, { seenUntil: -Infinity, hasOther });
      this.#logger.warn({ organizationId, error: loggable(error) }, 'The dispatcher could not be woken');
    }
  }
}
