import { setTimeout as delay } from 'node:timers/promises';
import type { Report } from '../support/report';
import { type ComponentDetails, ComponentProcess, type ComponentSpec } from './component-process';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A component that ran this long before it crashed is started again without growing patience. */
const HEALTHY_AFTER_MS = 30_000;

/** A component that is started again when it crashes, until it is stopped. */
export class SupervisedComponent {
  readonly name: string;
  readonly #spec: ComponentSpec;
  readonly #report: Report;
  #process: ComponentProcess | undefined;
  /** Grows with each order; what an earlier order left waiting then gives up. */
  #order = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #wakeUp = new AbortController();

  constructor(spec: ComponentSpec, report: Report) {
    this.name = spec.name;
    this.#spec = spec;
    this.#report = report;
  }

  /** The process's id; `undefined` while it is down. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the component and answers what it published. Rejects if it does not become ready. */
  async start(): Promise<ComponentDetails> {
    this.#supersede();
    return await this.#run(this.#order);
  }

  /** Ends the process; it stays down. */
  async stop(): Promise<void> {
    this.#supersede();
    await this.#process?.stop();
  }

  /** Kills the process as a crash would, but it stays down until it is started again. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    this.#supersede();
    this.#process?.kill(signal);
    await this.#process?.ended;
  }

  async #run(order: number): Promise<ComponentDetails> {
    const current = new ComponentProcess(this.#spec);
    this.#process = current;
    const startedAt = Date.now();
    const details = await current.ready();
    void this.#restartAfter(current, startedAt, order);
    return details;
  }

  async #restartAfter(current: ComponentProcess, startedAt: number, order: number): Promise<void> {
    const reason = await current.ended;
    if (this.#process === current) this.#process = undefined;
    if (Date.now() - startedAt > HEALTHY_AFTER_MS) this.#pauseMs = FIRST_PAUSE_MS;
    for (let why = reason; this.#order === order;) {
      this.#report(`${this.name} ended unexpectedly (${why}); starting it again in ${this.#pauseMs / 1000} s`);
      await delay(this.#pauseMs, undefined, { signal: this.#wakeUp.signal }).catch(() => undefined);
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
      if (this.#order !== order) return;
      try {
        await this.#run(order);
        this.#report(`${this.name} is ready again`);
        return;
      } catch (error) {
        why = error instanceof Error ? error.message : String(error);
      }
    }
  }

  #supersede(): void {
    this.#order += 1;
    this.#wakeUp.abort();
    this.#wakeUp = new AbortController();
  }
}
