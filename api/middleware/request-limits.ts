import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import { peerNetwork } from '../../domain/peer-network';
import { RateLimitExceeded } from '../problem';

const windowSeconds = 60;
/** Wrong tokens from one address within the window before it has to wait. */
const failedSignInsPerWindow = 60;

/** Counts requests in this process: by token subject where there is one, by address where there is none; and by organization. */
export class RequestLimits {
  readonly #bySubject: RateLimiterMemory;
  readonly #byAddress: RateLimiterMemory;
  readonly #byOrganization: RateLimiterMemory;
  readonly #failedSignIns: RateLimiterMemory;

  constructor(requestsPerMinute: number, requestsPerOrganization: number) {
    const window = { points: requestsPerMinute, duration: windowSeconds };
    this.#bySubject = new RateLimiterMemory({ ...window, keyPrefix: 'subject' });
    this.#byAddress = new RateLimiterMemory({ ...window, keyPrefix: 'address' });
    this.#byOrganization = new RateLimiterMemory({
      points: requestsPerOrganization,
      duration: windowSeconds,
      keyPrefix: 'organization',
    });
    this.#failedSignIns = new RateLimiterMemory({
      points: failedSignInsPerWindow,
      duration: windowSeconds,
      keyPrefix: 'failed',
    });
  }

  async countSubject(subject: string): Promise<void> {
    await consume(this.#bySubject, subject);
  }

  async countOrganization(organizationId: string): Promise<void> {
    await consume(this.#byOrganization, organizationId);
  }

  async countAddress(address: string): Promise<void> {
    await consume(this.#byAddress, peerNetwork(address));
  }

  /** Throws when there were too many wrong tokens from the address, which does not keep valid ones from passing. */
  async countFailedSignIn(address: string): Promise<void> {
    await consume(this.#failedSignIns, peerNetwork(address));
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    throw error instanceof RateLimiterRes ? exceeded(error) : error;
  }
}

function exceeded(state: RateLimiterRes): RateLimitExceeded {
  return new RateLimitExceeded(Math.max(1, Math.ceil(state.msBeforeNext / 1000)));
}
