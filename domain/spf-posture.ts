import { isKnown, unknownFinding, type Finding, type Lookup, type SendingServer } from './dns-lookup';
import { printable } from './smtp-reply';

const version = /^v=spf1(?: |$)/i;
const longestRecord = 450;

/**
 * Judges the SPF records (RFC 7208) of a sender domain. Whether a server is covered is only said where it is certain:
 * mechanisms of other names, which can stand for anything, count in favour of the domain.
 */
export function spfFinding(domain: string, txt: Lookup<string>, server: SendingServer): Finding {
  if (!isKnown(txt)) return unknownFinding({ domain });
  const records = txt.filter((record) => version.test(record));
  const [record] = records;
  if (record === undefined) {
    return { verdict: 'warn', code: 'SPF_MISSING', facts: { domain, record: `v=spf1 ${wanted(server)} ~all` } };
  }
  const found = printable(record, longestRecord);
  if (records.length > 1) return { verdict: 'warn', code: 'SPF_SEVERAL', facts: { domain } };
  const terms = termsOf(record);
  if (terms.some((term) => /^\+?all$/.test(term))) {
    return { verdict: 'warn', code: 'SPF_ALLOWS_EVERYBODY', facts: { domain, found } };
  }
  if (leavesOut(terms, server)) {
    return { verdict: 'warn', code: 'SPF_WITHOUT_SERVER', facts: { domain, found, mechanism: wanted(server) } };
  }
  return { verdict: 'pass', code: 'SPF_FOUND', facts: { domain, found } };
}

function termsOf(record: string): string[] {
  return record
    .toLowerCase()
    .split(/ +/)
    .slice(1)
    .filter((term) => term !== '' && !term.startsWith('exp='));
}

function wanted({ host, spfMechanism }: SendingServer): string {
  return spfMechanism ?? hostMechanism(host);
}

function hostMechanism(host: string): string {
  if (host.includes(':')) return `ip6:${host}`;
  return /^[\d.]+$/.test(host) ? `ip4:${host}` : `a:${host}`;
}

/** Certain only where nothing in the record could stand for the server: every positive mechanism is one of addresses. */
function leavesOut(terms: readonly string[], { spfMechanism }: SendingServer): boolean {
  const positive = terms.filter((term) => !/^[-~?]/.test(term)).map((term) => term.replace(/^\+/, ''));
  if (positive.length === 0) return true;
  return spfMechanism !== null && positive.every((term) => /^ip[46]:/.test(term));
}
