/** More mails than this, all at once or within the span, are a dispatcher's own work. */
export const muchMail = { mails: 24, spanMs: 3_000 } as const;

/** Tells much mail from mail that comes now and then: counts, one span after the other. */
export class MailRate {
  #beganAt: number;
  #mails = 0;
  #isMuch = false;

  /** `now` as `performance.now()` has it. */
  constructor(now: number) {
    this.#beganAt = now;
  }

  /** Whether there was a span with much mail. */
  get isMuch(): boolean {
    return this.#isMuch;
  }

  /** One more mail. */
  count(now: number): void {
    this.#mails += 1;
    if (now - this.#beganAt < muchMail.spanMs) return;
    if (this.#mails > muchMail.mails) this.#isMuch = true;
    this.#beganAt = now;
    this.#mails = 0;
  }
}
