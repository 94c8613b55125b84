import { lookup, Resolver } from 'node:dns/promises';

import { errorCodeOf } from '../smtp/smtp-trouble-error';

/** All addresses of a name, or why there are none. `trouble` may pass by itself, `not-found` is the DNS's own word. */
export type Resolution =
  | { readonly status: 'resolved'; readonly addresses: readonly string[] }
  | { readonly status: 'not-found' }
  | { readonly status: 'trouble' };

export interface HostResolver {
  /** IPv4 and IPv6 addresses of a name. Never throws; ends at the latest when the signal does. */
  resolve(name: string, signal: AbortSignal): Promise<Resolution>;
}

export interface DnsHostResolverOptions {
  /** Time for one question, in milliseconds; asked twice. */
  readonly timeoutMs: number;
  /**
   * Whether names that only this machine knows (hosts file, search domains) count, too. For deployments that open
   * networks; towards the public Internet such a name can only be a way in.
   */
  readonly localNames: boolean;
  /** DNS servers as `address:port`; those of the machine when left out. */
  readonly servers?: readonly string[];
}

const notFoundCodes = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME', 'NXDOMAIN']);

/**
 * Asks the DNS itself rather than `dns.lookup`: it tells a name that does not exist from a server that does not answer, can
 * be cancelled, does not occupy one of the process's few threads for as long as a slow server likes, and ignores the hosts
 * file and search domains. Where `localNames` are wanted, `dns.lookup` is asked second.
 */
export class DnsHostResolver implements HostResolver {
  readonly #options: DnsHostResolverOptions;

  constructor(options: DnsHostResolverOptions) {
    this.#options = options;
  }

  async resolve(name: string, signal: AbortSignal): Promise<Resolution> {
    const resolution = isLocalhost(name) ? ({ status: 'not-found' } as const) : await this.#ask(name, signal);
    if (resolution.status === 'resolved' || !this.#options.localNames || signal.aborted) return resolution;
    return (await lookUpLocally(name)) ?? resolution;
  }

  async #ask(name: string, signal: AbortSignal): Promise<Resolution> {
    const resolver = new Resolver({ timeout: this.#options.timeoutMs, tries: 2 });
    if (this.#options.servers !== undefined) resolver.setServers(this.#options.servers);
    const cancel = (): void => resolver.cancel();
    signal.addEventListener('abort', cancel);
    if (signal.aborted) return { status: 'trouble' };
    try {
      return combine(await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }
}

/** One family that answers is enough; without addresses a name is missing only if both families say so. */
function combine(answers: readonly PromiseSettledResult<string[]>[]): Resolution {
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return { status: 'resolved', addresses };
  const missing = answers.every(
    (answer) => answer.status === 'fulfilled' || notFoundCodes.has(errorCodeOf(answer.reason) ?? ''),
  );
  return { status: missing ? 'not-found' : 'trouble' };
}

async function lookUpLocally(name: string): Promise<Resolution | undefined> {
  try {
    const found = await lookup(name, { all: true, order: 'verbatim' });
    return { status: 'resolved', addresses: found.map(({ address }) => address) };
  } catch {
    return undefined;
  }
}

/** RFC 6761 section 6.3: never a question for the DNS. */
function isLocalhost(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}
