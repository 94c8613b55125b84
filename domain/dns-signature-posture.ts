import { isKnown, unknownFinding, type Finding, type Lookup } from './dns-lookup';
import { printable } from './smtp-reply';

/** The DKIM key records of one selector. */
export interface DkimLookup {
  readonly selector: string;
  readonly txt: Lookup<string>;
}

/** The DMARC records at one domain. */
export interface DmarcLookup {
  readonly domain: string;
  readonly txt: Lookup<string>;
}

const longestRecord = 450;
const policies = new Set(['none', 'quarantine', 'reject']);

/** Judges DKIM keys (RFC 6376 section 3.6.1) at selectors that the provider is known to use; one usable key is enough. */
export function dkimFinding(domain: string, lookups: readonly DkimLookup[]): Finding {
  const usable = lookups.filter(({ txt }) => isKnown(txt) && txt.some(hasKey)).map(({ selector }) => selector);
  if (usable.length > 0) return { verdict: 'pass', code: 'DKIM_FOUND', facts: { domain, selectors: usable } };
  const names = lookups.map(({ selector }) => `${selector}._domainkey.${domain}`);
  if (lookups.some(({ txt }) => !isKnown(txt))) return unknownFinding({ domain });
  return { verdict: 'warn', code: 'DKIM_MISSING', facts: { domain, names } };
}

/** Judges the DMARC policy (RFC 7489) that applies to a domain: its own record, else the nearest parent's. */
export function dmarcFinding(domain: string, lookups: readonly DmarcLookup[]): Finding {
  for (const lookup of lookups) {
    if (!isKnown(lookup.txt)) return unknownFinding({ domain });
    const records = lookup.txt.filter((text) => /^v\s*=\s*DMARC1\s*(?:;|$)/.test(text));
    const [record] = records;
    if (record !== undefined) return judgeDmarc(domain, lookup.domain, record, records.length);
  }
  const record = `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`;
  return { verdict: 'warn', code: 'DMARC_MISSING', facts: { domain, name: `_dmarc.${domain}`, record } };
}

function judgeDmarc(domain: string, at: string, record: string, count: number): Finding {
  const tags = tagsOf(record);
  const own = tags.get('p');
  const policy = (at === domain ? own : (tags.get('sp') ?? own))?.toLowerCase();
  const facts = { domain, name: `_dmarc.${at}`, found: printable(record, longestRecord) };
  if (count > 1 || policy === undefined || !policies.has(policy)) {
    return { verdict: 'warn', code: 'DMARC_INVALID', facts };
  }
  return {
    verdict: 'pass',
    code: policy === 'none' ? 'DMARC_ONLY_WATCHES' : 'DMARC_FOUND',
    facts: { ...facts, policy },
  };
}

/** Whether a record has a key; an empty one revokes the selector. */
function hasKey(record: string): boolean {
  return (tagsOf(record).get('p') ?? '') !== '';
}

function tagsOf(record: string): Map<string, string> {
  const pairs = record.split(';').flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    return at === -1 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]];
  });
  return new Map(pairs);
}
