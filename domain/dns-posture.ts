import type { CheckCode, CheckFacts, CheckResult } from './check-report';
import { dkimFinding, dmarcFinding, type DkimLookup, type DmarcLookup } from './dns-signature-posture';
import { isKnown, unknownFinding, type Finding, type Lookup, type SendingServer } from './dns-lookup';
import { spfFinding } from './spf-posture';

/** A server address and the names that its reverse zone gives; `confirmed` are those that lead back to the address. */
export interface ReverseLookup {
  readonly address: string;
  readonly names: Lookup<string>;
  readonly confirmed: Lookup<string>;
}

/** What the DNS says about a sender domain and about the server that sends for it. */
export interface PostureRecords {
  readonly domain: string;
  readonly txt: Lookup<string>;
  /** Host names, empty texts for a null MX. */
  readonly mx: Lookup<string>;
  /** Addresses of the domain itself, which count as its mail server where it has no MX. */
  readonly addresses: Lookup<string>;
  /** The domain itself first, then its parents. */
  readonly dmarc: readonly DmarcLookup[];
  /** Empty where no selector is known. */
  readonly dkim: readonly DkimLookup[];
  /** Empty for servers outside the public Internet. */
  readonly reverse: readonly ReverseLookup[];
}

const reservedSuffix = /(?:^|\.)(?:example|test|invalid|localhost|local|internal|onion|arpa|example\.(?:com|net|org))$/;
const farthestParents = 4;

/**
 * Judges how well the DNS supports a sender domain. Gaps are warnings with the record to add; what could not be asked is
 * `skipped`. Nothing here ever fails a check: the server may send all the same.
 */
export function judgePosture(records: PostureRecords, server: SendingServer, durationMs: number): CheckResult[] {
  const { domain } = records;
  const findings: [string, Finding][] = [
    ['dns-spf', spfFinding(domain, records.txt, server)],
    ...(records.dkim.length === 0 ? [] : [['dns-dkim', dkimFinding(domain, records.dkim)] satisfies [string, Finding]]),
    ['dns-dmarc', dmarcFinding(domain, records.dmarc)],
    ['dns-mx', mxFinding(domain, records)],
    ...(records.reverse.length === 0
      ? []
      : [['dns-reverse', reverseFinding(records.reverse)] satisfies [string, Finding]]),
  ];
  return findings.map(([id, finding]) => ({ id, stage: 'dns', durationMs, ...finding }));
}

/** Whether a name is set aside for tests, documentation or private use (RFC 2606, 6761, 6762): the DNS knows nothing of it. */
export function isReservedDomain(domain: string): boolean {
  return !domain.includes('.') || reservedSuffix.test(domain.toLowerCase());
}

/** Where a DMARC record for a domain can stand: at the domain, else at the nearest parent that is no top-level domain. */
export function dmarcDomains(domain: string): string[] {
  const labels = domain.split('.');
  const parents = labels.map((_, index) => labels.slice(index).join('.')).slice(1, -1);
  return [domain, ...parents.slice(-farthestParents)];
}

function mxFinding(domain: string, { mx, addresses }: PostureRecords): Finding {
  if (!isKnown(mx)) return unknownFinding({ domain });
  if (mx.some((host) => host === '' || host === '.')) return warning('MX_NULL', { domain });
  if (mx.length > 0) return { verdict: 'pass', code: 'MX_FOUND', facts: { domain, servers: mx } };
  if (!isKnown(addresses)) return unknownFinding({ domain });
  return addresses.length > 0 ? warning('MX_IMPLICIT', { domain }) : warning('MX_MISSING', { domain });
}

function reverseFinding(reverse: readonly ReverseLookup[]): Finding {
  const addresses = reverse.map(({ address }) => address);
  const missing = reverse.filter(({ names }) => isKnown(names) && names.length === 0);
  if (missing.length > 0) return warning('REVERSE_NAME_MISSING', { addresses: missing.map(({ address }) => address) });
  const broken = reverse.find(({ names, confirmed }) => isKnown(names) && isKnown(confirmed) && confirmed.length === 0);
  if (broken !== undefined) {
    const names = isKnown(broken.names) ? broken.names : [];
    return warning('REVERSE_NAME_MISMATCH', { addresses: [broken.address], names });
  }
  const names = reverse.flatMap(({ confirmed }) => (isKnown(confirmed) ? confirmed : []));
  if (reverse.some(({ confirmed }) => !isKnown(confirmed))) return unknownFinding({ addresses });
  return { verdict: 'pass', code: 'REVERSE_NAME_FOUND', facts: { addresses, names: [...new Set(names)] } };
}

function warning(code: CheckCode, facts: CheckFacts): Finding {
  return { verdict: 'warn', code, facts };
}
