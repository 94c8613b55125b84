import { Resolver } from 'node:dns/promises';

/** Records as the platform's resolver shapes them; rejects with a `code` of the DNS (`ENOTFOUND`, `ENODATA`, `ETIMEOUT`, …). */
export type RecordLookup = (name: string, type: string) => Promise<string[][] | string[]>;

/** Answers the questions that one piece of work may ask, within bounds that whoever causes the questions cannot move. */
export interface RecordResolver {
  /** A lookup for one piece of work: so many questions, all within the time. Beyond that every question is unanswered. */
  within(bounds: LookupBounds): RecordLookup;
}

export interface LookupBounds {
  readonly mostQuestions: number;
  readonly timeoutMs: number;
}

export interface DnsRecordResolverOptions {
  /** Time for one question, in milliseconds; asked twice. */
  readonly timeoutMs: number;
  /** DNS servers as `address:port`; those of the machine when left out. */
  readonly servers?: readonly string[];
}

/** Asks the DNS itself, for records of any type, never the hosts file. */
export class DnsRecordResolver implements RecordResolver {
  readonly #options: DnsRecordResolverOptions;

  constructor(options: DnsRecordResolverOptions) {
    this.#options = options;
  }

  within({ mostQuestions, timeoutMs }: LookupBounds): RecordLookup {
    const resolver = new Resolver({ timeout: this.#options.timeoutMs, tries: 2 });
    if (this.#options.servers !== undefined) resolver.setServers(this.#options.servers);
    const endsAt = performance.now() + timeoutMs;
    let asked = 0;
    return async (name, type) => {
      asked += 1;
      const leftMs = endsAt - performance.now();
      if (asked > mostQuestions || leftMs <= 0) throw unanswered();
      const timer = setTimeout(() => resolver.cancel(), leftMs);
      try {
        const found: unknown = await resolver.resolve(name, type);
        return Array.isArray(found) ? found : [];
      } finally {
        clearTimeout(timer);
      }
    };
  }
}

function unanswered(): Error {
  return Object.assign(new Error('No more questions to the DNS for this'), { code: 'ETIMEOUT' });
}
