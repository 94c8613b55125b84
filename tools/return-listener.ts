import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import type { InboundMail, NewInboundMail } from '../activities/ports/inbound-mail-store';
import { HmacReturnAddresses } from '../adapters/crypto/hmac-return-addresses';
import { InboundListener } from '../adapters/inbound/inbound-listener';

export interface ReturnListenerOptions {
  /** Where to listen; port 0 takes any free one. */
  readonly host: string;
  readonly port: number;
  /** The domain of the check address, whose mail is delivered to that port. */
  readonly domain: string;
  /** Our name in the greeting. */
  readonly name: string;
}

const maxBytes = 5_000_000;
const maxConnections = 20;
const mailsPerMinute = 60;
const validDays = 1;

/** The listener of the worker for one check alone: its addresses are signed with a key that nobody else has. */
export class ReturnListener {
  readonly addresses: HmacReturnAddresses;
  readonly port: number;
  readonly #listener: InboundListener;
  readonly #arrival: Promise<InboundMail>;

  private constructor(
    listening: { readonly listener: InboundListener; readonly port: number },
    addresses: HmacReturnAddresses,
    arrival: Promise<InboundMail>,
  ) {
    this.#listener = listening.listener;
    this.port = listening.port;
    this.addresses = addresses;
    this.#arrival = arrival;
  }

  /** Rejects when the port cannot be listened on. */
  static async start({ host, port, domain, name }: ReturnListenerOptions): Promise<ReturnListener> {
    const keys = [{ id: 'check', key: randomBytes(32) }];
    const addresses = new HmacReturnAddresses({ keys, domains: { bounce: domain, check: domain }, validDays });
    let arrived: ((mail: InboundMail) => void) | undefined;
    const arrival = new Promise<InboundMail>((resolve) => {
      arrived = resolve;
    });
    const listener = new InboundListener(
      { name, host, tls: null, maxBytes, maxConnections, mailsPerMinute },
      {
        addresses,
        audit: { note: () => undefined },
        observer: { count: () => undefined },
        now: () => new Date(),
        store: {
          store: async (mail) => {
            if (mail.token?.kind === 'check') arrived?.(unsettled(mail));
            return await Promise.resolve('stored');
          },
        },
        router: { route: async () => await Promise.resolve() },
        onError: () => undefined,
      },
    );
    return new ReturnListener({ listener, port: await listener.listen('smtp', port) }, addresses, arrival);
  }

  /** The first mail that comes to a check address; null when none came in time or the signal was aborted. */
  async awaited(withinMs: number, signal: AbortSignal): Promise<InboundMail | null> {
    const over = new AbortController();
    const bounded = AbortSignal.any([signal, over.signal]);
    const time = delay(withinMs, null, { signal: bounded }).catch(() => null);
    const first = await Promise.race([this.#arrival, time]);
    over.abort();
    return first;
  }

  async close(): Promise<void> {
    await this.#listener.close();
  }
}

function unsettled(mail: NewInboundMail): InboundMail {
  return { ...mail, state: 'stored', copies: 1, outcome: null, findings: [], settledAt: null };
}
