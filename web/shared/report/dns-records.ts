import type { components } from '../../../client';

type CheckResult = components['schemas']['CheckResult'];

/** A DNS record that mends a finding, ready to be copied. */
export interface DnsRecord {
  readonly type: 'TXT';
  readonly name: string;
  readonly value: string;
}

/** The records that a finding asks for; none where it only describes what to do. */
export function dnsRecordsOf({ code, facts }: Pick<CheckResult, 'code' | 'facts'>): readonly DnsRecord[] {
  const { domain, name, record, found, mechanism } = facts;
  if (code === 'SPF_WITHOUT_SERVER' && isText(domain) && isText(found) && isText(mechanism)) {
    return [{ type: 'TXT', name: domain, value: withMechanism(found, mechanism) }];
  }
  if (!isText(record)) return [];
  const place = isText(name) ? name : domain;
  return isText(place) ? [{ type: 'TXT', name: place, value: record }] : [];
}

/** The mechanism goes before the last word where that decides about everybody else (RFC 7208 section 5.1). */
function withMechanism(found: string, mechanism: string): string {
  const words = found.trim().split(/\s+/);
  const last = words.findIndex((word) => /^[+?~-]?all$|^redirect=/i.test(word));
  const at = last === -1 ? words.length : last;
  return [...words.slice(0, at), mechanism, ...words.slice(at)].join(' ');
}

function isText(fact: unknown): fact is string {
  return typeof fact === 'string' && fact !== '';
}
