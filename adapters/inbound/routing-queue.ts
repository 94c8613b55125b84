import type { InboundMailRouter, NewInboundMail } from '../../activities/ports/inbound-mail-store';
import type { InboundObserver } from './inbound-events';

/** What the start of a mail's routing needs to know of it. */
type StoredMail = Pick<NewInboundMail, 'id' | 'class'>;

export interface RoutingQueueDependencies {
  readonly router: InboundMailRouter;
  readonly observer: InboundObserver;
  readonly onError: (what: string, error: unknown) => void;
}

/** As many starts as the workflow service is kept busy with at the same time. */
const mostAtOnce = 8;
/** What does not fit is left to the sweep. */
const mostWaiting = 20_000;
/** While mails are being stored, a start begins this often. */
const restMs = 50;

/**
 * Starts the routing of stored mails, and gives way to storing: a peer waits for that, while a start costs several times as
 * much. In a flood some starts go on all the time, and the others follow once it has passed. Nothing here has to survive,
 * because the sweep starts what is forgotten.
 */
export class RoutingQueue {
  readonly #dependencies: RoutingQueueDependencies;
  readonly #waiting = new Map<string, StoredMail>();
  #storing = 0;
  #underWay = 0;
  #beganAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(dependencies: RoutingQueueDependencies) {
    this.#dependencies = dependencies;
  }

  /** Stores a mail; its routing is started afterwards, without being waited for. Throws what `store` throws. */
  async after<Result>(mail: StoredMail, store: () => Promise<Result>): Promise<Result> {
    this.#storing += 1;
    try {
      const result = await store();
      this.#add({ id: mail.id, class: mail.class });
      return result;
    } finally {
      this.#storing -= 1;
      this.#start();
    }
  }

  /** Begins no more starts. */
  close(): void {
    this.#waiting.clear();
    clearTimeout(this.#timer);
  }

  #add(mail: StoredMail): void {
    if (this.#waiting.size < mostWaiting) this.#waiting.set(mail.id, mail);
    else this.#dependencies.observer.count('routing_deferred');
  }

  #start(): void {
    for (const [id, mail] of this.#waiting) {
      if (this.#underWay >= mostAtOnce) return;
      if (this.#hasToRest()) return this.#startLater();
      this.#waiting.delete(id);
      this.#underWay += 1;
      this.#beganAt = performance.now();
      void this.#route(mail);
    }
  }

  #hasToRest(): boolean {
    return this.#storing > 0 && performance.now() - this.#beganAt < restMs;
  }

  #startLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, restMs);
  }

  async #route(mail: StoredMail): Promise<void> {
    const { router, observer, onError } = this.#dependencies;
    try {
      await router.route(mail);
    } catch (error) {
      observer.count('routing_failed');
      onError('The routing of a stored mail could not be started; the sweep will start it', error);
    } finally {
      this.#underWay -= 1;
      this.#start();
    }
  }
}
