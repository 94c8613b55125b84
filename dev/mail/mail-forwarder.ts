import { setTimeout as delay } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { Report } from '../support/report';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const MOST_ATTEMPTS = 40;

/** Domains whose mail another server on this machine takes; to the internet, an MX record says so. */
export interface MailRoute {
  readonly domains: readonly string[];
  readonly port: number;
}

export interface ForwardedMail {
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
}

/** Hands mail to the servers of its recipients, as servers of the internet do: later, and again until it is taken. */
export class MailForwarder {
  readonly #routes: readonly MailRoute[];
  readonly #hostName: string;
  readonly #log: Report;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(hostName: string, routes: readonly MailRoute[], log: Report) {
    this.#hostName = hostName;
    this.#routes = routes;
    this.#log = log;
  }

  /** Whether mail to this address goes to another server. */
  takes(address: string): boolean {
    return this.#routeOf(address) !== undefined;
  }

  /** Takes a mail over; what it could not hand on when it is closed is lost. */
  accept(mail: ForwardedMail): void {
    const port = this.#routeOf(mail.to)?.port;
    if (port === undefined) return;
    const forwarding = this.#forward(mail, port).finally(() => this.#underWay.delete(forwarding));
    this.#underWay.add(forwarding);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#underWay);
  }

  async #forward(mail: ForwardedMail, port: number): Promise<void> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const outcome = await this.#attempt(mail, port);
      this.#log(`to ${mail.to} on port ${port}, attempt ${attempt}: ${outcome.answer}`);
      if (outcome.isFinal || this.#closing.signal.aborted) return;
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
      await delay(pauseMs, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
    }
  }

  async #attempt({ from, to, raw }: ForwardedMail, port: number) {
    const transport = createTransport({ host: '127.0.0.1', port, name: this.#hostName, ignoreTLS: true });
    try {
      const { response } = await transport.sendMail({ envelope: { from, to: [to] }, raw });
      return { isFinal: true, answer: response };
    } catch (error) {
      return { isFinal: replyCodeOf(error) >= 500, answer: error instanceof Error ? error.message : String(error) };
    } finally {
      transport.close();
    }
  }

  #routeOf(address: string): MailRoute | undefined {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    return this.#routes.find(({ domains }) => domains.includes(domain));
  }
}

function replyCodeOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'responseCode' in error ? Number(error.responseCode) : 0;
}
