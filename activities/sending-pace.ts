const minuteMs = 60_000;
/** How many servers are remembered. */
const mostKnown = 5_000;

/** Spreads mail evenly over the minute, for servers that allow only so many. Shared by all rounds of a process. */
export class SendingPace {
  readonly #nextAt = new Map<string, number>();

  /** Takes the next place; answers in how many milliseconds it comes. */
  reserve(server: string, mailsPerMinute: number): number {
    const now = performance.now();
    const at = Math.max(this.#nextAt.get(server) ?? now, now);
    this.#nextAt.delete(server);
    this.#nextAt.set(server, at + minuteMs / mailsPerMinute);
    const [oldest] = this.#nextAt.keys();
    if (this.#nextAt.size > mostKnown && oldest !== undefined) this.#nextAt.delete(oldest);
    return at - now;
  }
}
