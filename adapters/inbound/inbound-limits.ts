import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import { peerNetwork } from '../../domain/peer-network';

export interface InboundLimitOptions {
  /** Connections at the same time, from everybody. */
  readonly connections: number;
  /** Mails that one network may bring within a minute. */
  readonly mailsPerMinute: number;
}

/** A network may hold this part of all connections, and never fewer than `fewestForNetwork`. */
const networkShare = 0.2;
const fewestForNetwork = 2;
/** Whoever was once sent a mail knows its return address: that alone must not let them fill the store. */
const mailsForAddressPerHour = 30;
const minuteSeconds = 60;
const hourSeconds = 3600;

/** Counts what peers do, in this process, so that none of them keeps the others out. */
export class InboundLimits {
  readonly #perNetwork: number;
  readonly #open = new Map<string, number>();
  readonly #mails: RateLimiterMemory;
  readonly #addresses: RateLimiterMemory;

  constructor({ connections, mailsPerMinute }: InboundLimitOptions) {
    this.#perNetwork = Math.max(Math.ceil(connections * networkShare), fewestForNetwork);
    this.#mails = new RateLimiterMemory({ points: mailsPerMinute, duration: minuteSeconds, keyPrefix: 'mails' });
    this.#addresses = new RateLimiterMemory({
      points: mailsForAddressPerHour,
      duration: hourSeconds,
      keyPrefix: 'address',
    });
  }

  /** Counts a connection until the returned function is called. */
  enter(address: string): () => void {
    const network = peerNetwork(address);
    this.#open.set(network, this.#held(network) + 1);
    return () => {
      const left = this.#held(network) - 1;
      if (left > 0) this.#open.set(network, left);
      else this.#open.delete(network);
    };
  }

  /** Whether the network of a connection that has been entered holds more than its share. */
  isCrowded(address: string): boolean {
    return this.#held(peerNetwork(address)) > this.#perNetwork;
  }

  /** Counts a mail; false when the network has brought too many. */
  async mayBringMail(address: string): Promise<boolean> {
    return await isWithin(this.#mails, peerNetwork(address));
  }

  /** Counts a mail; false when too many came for this address of ours. */
  async mayReceiveMail(recipient: string): Promise<boolean> {
    return await isWithin(this.#addresses, recipient.toLowerCase());
  }

  #held(network: string): number {
    return this.#open.get(network) ?? 0;
  }
}

async function isWithin(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (error) {
    if (error instanceof RateLimiterRes) return false;
    throw error;
  }
}
