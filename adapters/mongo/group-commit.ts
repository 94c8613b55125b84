interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitLimits<Item> {
  /** How many writes may be under way at the same time. */
  readonly inFlight: number;
  readonly itemsPerWrite: number;
  /**
   * Milliseconds from the beginning of a write to the beginning of the next, unless that is full: at least so many, and twice as
   * many as the last write took. Default none of this.
   */
  readonly everyMs?: number;
  /** How many more items are known to be on their way: where there are none, nobody waits for company. Default unknown. */
  readonly onTheirWay?: () => number;
  /** Bytes of one write, roughly; a single item may be larger. */
  readonly bytesPerWrite?: number;
  readonly bytesOf?: (item: Item) => number;
}

/** However slow a write was, the next one does not wait for twice as long. */
const longestGatheringMs = 25;

/**
 * Lets those who want to write at the same time share one write, and so one wait for the journal. An item leaves at once when
 * no write has begun a moment ago, otherwise with the next one: a statement costs more than what it carries.
 */
export class GroupCommit<Item, Result> {
  readonly #write: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly #limits: GroupCommitLimits<Item>;
  #waiting: Waiting<Item, Result>[] = [];
  #underWay = 0;
  #beganAt = -Infinity;
  #tookMs = 0;
  #isPlanned = false;

  /** `write` answers with one result for each item, in their order; what it throws is thrown to everyone in the group. */
  constructor(write: (items: readonly Item[]) => Promise<readonly Result[]>, limits: GroupCommitLimits<Item>) {
    this.#write = write;
    this.#limits = limits;
  }

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      // After the callers of this very moment, so that they leave together.
      if (this.#waiting.length === 1 || this.#isNobodyElseComing) setImmediate(() => this.#start());
    });
  }

  get #isNobodyElseComing(): boolean {
    return this.#limits.onTheirWay?.() === 0;
  }

  #start(): void {
    while (this.#waiting.length > 0 && this.#underWay < this.#limits.inFlight) {
      const restMs = this.#restMs();
      if (restMs > 0) return this.#startIn(restMs);
      const group = this.#nextGroup();
      this.#underWay += 1;
      this.#beganAt = performance.now();
      void this.#commit(group);
    }
  }

  #restMs(): number {
    const { itemsPerWrite, everyMs } = this.#limits;
    if (everyMs === undefined || this.#waiting.length >= itemsPerWrite || this.#isNobodyElseComing) return 0;
    return this.#beganAt + Math.max(everyMs, this.#tookMs * 2) - performance.now();
  }

  #startIn(milliseconds: number): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setTimeout(() => {
      this.#isPlanned = false;
      this.#start();
    }, milliseconds);
  }

  #nextGroup(): Waiting<Item, Result>[] {
    const { itemsPerWrite, bytesPerWrite = Infinity, bytesOf = () => 0 } = this.#limits;
    let bytes = 0;
    let count = 0;
    for (const { item } of this.#waiting) {
      bytes += bytesOf(item);
      if (count > 0 && (count === itemsPerWrite || bytes > bytesPerWrite)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #commit(group: readonly Waiting<Item, Result>[]): Promise<void> {
    const beganAt = performance.now();
    try {
      const results = await this.#write(group.map(({ item }) => item));
      for (const [index, result] of results.entries()) group[index]?.resolve(result);
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      this.#tookMs = Math.min(performance.now() - beganAt, longestGatheringMs);
      this.#underWay -= 1;
      this.#start();
    }
  }
}
