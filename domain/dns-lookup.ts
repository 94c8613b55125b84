import type { CheckCode, CheckFacts, CheckVerdict } from './check-report';

/** Records of one name, none when the DNS says that there are none, or `unknown` when it gave no answer in time. */
export type Lookup<Item> = readonly Item[] | 'unknown';

/** What one group of records comes to. `skipped` is the verdict on what could not be asked. */
export interface Finding {
  readonly verdict: Extract<CheckVerdict, 'pass' | 'warn' | 'skipped'>;
  readonly code: CheckCode;
  readonly facts: CheckFacts;
}

export function isKnown<Item>(lookup: Lookup<Item>): lookup is readonly Item[] {
  return lookup !== 'unknown';
}

/** The finding about records that could not be asked for; it counts neither for nor against the domain. */
export function unknownFinding(facts: CheckFacts): Finding {
  return { verdict: 'skipped', code: 'DNS_POSTURE_UNKNOWN', facts };
}

/** The server that sends for a domain, as far as we know it. */
export interface SendingServer {
  readonly host: string;
  /** The SPF mechanism that names the provider's servers; null where no provider is known. */
  readonly spfMechanism: string | null;
}
