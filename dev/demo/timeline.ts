/** One step of the demo, as the summary lists it. */
export interface TimelineEntry {
  readonly at: string;
  readonly actor: string;
  readonly command: string;
  readonly entitlement: string;
  readonly draft: string;
  readonly live: string;
}

export interface Statuses {
  readonly entitlement: string;
  readonly draft: string;
  readonly live: string;
}

/** Tells the story while it happens, and keeps it for the summary. */
export class Timeline {
  readonly entries: TimelineEntry[] = [];
  readonly #startedAt = Date.now();
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  get tookMs(): number {
    return Date.now() - this.#startedAt;
  }

  chapter(title: string): void {
    this.#print(`\n${title}`);
  }

  /** Something that an actor did, with where the lifecycle stands after it. */
  step(actor: string, command: string, { entitlement, draft, live }: Statuses): void {
    this.entries.push({ at: new Date().toISOString(), actor, command, entitlement, draft, live });
    this.#print(
      `${this.#clock()}  ${actor.padEnd(9)} ${command.padEnd(44)} ${entitlement} · draft ${draft} · live ${live}`,
    );
  }

  /** Something that was seen. */
  seen(what: string): void {
    this.#print(`${this.#clock()}            ✓ ${what}`);
  }

  #clock(): string {
    return `${(this.tookMs / 1000).toFixed(1).padStart(6)} s`;
  }
}
