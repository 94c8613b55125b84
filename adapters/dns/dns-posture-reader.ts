import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';

import type { Lookup } from '../../domain/dns-lookup';
import { dmarcDomains, isReservedDomain, type PostureRecords, type ReverseLookup } from '../../domain/dns-posture';
import { printable } from '../../domain/smtp-reply';
import { withDeadline } from '../smtp/deadline';
import { errorCodeOf } from '../smtp/smtp-trouble-error';

/** Whose records to read: a sender domain, and the public addresses of the server that sends for it. */
export interface PostureQuestion {
  readonly domain: string;
  readonly addresses: readonly string[];
  readonly dkimSelectors: readonly string[];
}

export interface DnsPostureReaderOptions {
  /** Time for all questions together, in milliseconds. */
  readonly timeoutMs: number;
  /** DNS servers as `address:port`; those of the machine when left out. */
  readonly servers?: readonly string[];
}

const noRecordCodes = new Set(['ENOTFOUND', 'ENODATA', 'EBADNAME', 'NXDOMAIN']);
const questionTimeoutMs = 1500;
const mostRecords = 20;
const mostAddresses = 4;
const longestText = 2000;

/** Reads the records that say how well the DNS supports a sender. */
export class DnsPostureReader {
  readonly #options: DnsPostureReaderOptions;

  constructor(options: DnsPostureReaderOptions) {
    this.#options = options;
  }

  /**
   * All records, each `unknown` where the DNS gave no answer in time. Never throws, and ends with the signal. Null for
   * domains that are set aside for tests or private use: the public DNS is not bothered with them.
   */
  async read(question: PostureQuestion, signal: AbortSignal): Promise<PostureRecords | null> {
    const domain = domainToASCII(question.domain);
    if (domain === '' || (isReservedDomain(domain) && this.#options.servers === undefined)) return null;
    const resolver = new Resolver({ timeout: questionTimeoutMs, tries: 2 });
    if (this.#options.servers !== undefined) resolver.setServers(this.#options.servers);
    return await withDeadline(this.#options.timeoutMs, signal, async (bounded) => {
      const cancel = (): void => resolver.cancel();
      bounded.addEventListener('abort', cancel);
      return await readAll(new Questions(resolver, bounded), { ...question, domain });
    });
  }
}

async function readAll(ask: Questions, { domain, addresses, dkimSelectors }: PostureQuestion): Promise<PostureRecords> {
  const [txt, mx, own, dmarc, dkim, reverse] = await Promise.all([
    ask.txt(domain),
    ask.mx(domain),
    ask.addresses(domain),
    Promise.all(dmarcDomains(domain).map(async (at) => ({ domain: at, txt: await ask.txt(`_dmarc.${at}`) }))),
    Promise.all(
      dkimSelectors.map(async (selector) => ({ selector, txt: await ask.txt(`${selector}._domainkey.${domain}`) })),
    ),
    Promise.all(addresses.slice(0, mostAddresses).map((address) => ask.reverse(address))),
  ]);
  return { domain, txt, mx, addresses: own, dmarc, dkim, reverse };
}

/** The questions of one look, under one deadline. */
class Questions {
  readonly #resolver: Resolver;
  readonly #signal: AbortSignal;

  constructor(resolver: Resolver, signal: AbortSignal) {
    this.#resolver = resolver;
    this.#signal = signal;
  }

  txt(name: string): Promise<Lookup<string>> {
    return this.#ask(async () => {
      const records = await this.#resolver.resolveTxt(name);
      return records.map((parts) => parts.join('').slice(0, longestText));
    });
  }

  mx(name: string): Promise<Lookup<string>> {
    return this.#ask(async () => {
      const records = await this.#resolver.resolveMx(name);
      const sorted = records.toSorted((one, other) => one.priority - other.priority);
      return sorted.map(({ exchange }) => printable(exchange, 255));
    });
  }

  async addresses(name: string): Promise<Lookup<string>> {
    const [four, six] = await Promise.all([
      this.#ask(() => this.#resolver.resolve4(name)),
      this.#ask(() => this.#resolver.resolve6(name)),
    ]);
    const found = [four, six].flatMap((lookup) => (lookup === 'unknown' ? [] : lookup));
    return found.length === 0 && (four === 'unknown' || six === 'unknown') ? 'unknown' : found;
  }

  async reverse(address: string): Promise<ReverseLookup> {
    const names = await this.#ask(async () => {
      const found = await this.#resolver.reverse(address);
      return found.slice(0, mostAddresses).map((name) => printable(name, 255));
    });
    if (names === 'unknown') return { address, names, confirmed: 'unknown' };
    const lookups = await Promise.all(names.map(async (name) => ({ name, found: await this.addresses(name) })));
    const confirmed = lookups.filter(({ found }) => found !== 'unknown' && found.includes(address));
    const open = confirmed.length === 0 && lookups.some(({ found }) => found === 'unknown');
    return { address, names, confirmed: open ? 'unknown' : confirmed.map(({ name }) => name) };
  }

  async #ask(question: () => Promise<readonly string[]>): Promise<Lookup<string>> {
    if (this.#signal.aborted) return 'unknown';
    try {
      return (await question()).slice(0, mostRecords);
    } catch (error) {
      return noRecordCodes.has(errorCodeOf(error) ?? '') ? [] : 'unknown';
    }
  }
}
