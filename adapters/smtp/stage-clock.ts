import type { StageListener } from '../../activities/ports/mail-server-prober';
import type { CheckStage } from '../../domain/check-report';

/** Knows which stage a dialogue is in, which stages it has passed, and how long each took, in milliseconds. */
export class StageClock {
  readonly #durations = new Map<CheckStage, number>();
  readonly #passed = new Set<CheckStage>();
  #stage: CheckStage = 'egress';
  #since = performance.now();
  readonly #onEnter: StageListener | undefined;

  constructor(onEnter?: StageListener) {
    this.#onEnter = onEnter;
  }

  /** Leaves the stage that was running, as passed, and enters another one. */
  enter(stage: CheckStage): void {
    this.pass();
    this.#stage = stage;
    this.#onEnter?.(stage);
  }

  /** Marks the running stage as passed. */
  pass(): void {
    this.stop();
    this.#passed.add(this.#stage);
  }

  /** Counts the time up to now for the running stage, without passing it. */
  stop(): void {
    const now = performance.now();
    this.#durations.set(this.#stage, this.durationOf(this.#stage) + now - this.#since);
    this.#since = now;
  }

  get stage(): CheckStage {
    return this.#stage;
  }

  hasPassed(stage: CheckStage): boolean {
    return this.#passed.has(stage);
  }

  durationOf(stage: CheckStage): number {
    return this.#durations.get(stage) ?? 0;
  }
}
