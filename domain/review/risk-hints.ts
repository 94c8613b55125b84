import type { CheckResult } from '../check-report';
import { domainOf, type MailServerSettings } from '../mail-server-settings';
import { isFreeMailDomain } from './free-mail-domains';
import type { RiskHint } from './review-plan';
import type { PlaceNeighbour, SharedPlace } from './shared-places';

/** What the hints are read from. */
export interface RiskFacts {
  readonly settings: MailServerSettings;
  /** The organization's address on record; its domain counts as the organization's own. */
  readonly adminAddress: string | null;
  /** Sender domains of revisions of this organization that were approved before, in lower case. */
  readonly approvedDomains: readonly string[];
  /** What the report found; null where it is gone. */
  readonly results: readonly CheckResult[] | null;
  readonly reportId: string;
  readonly certificateExpiresAt: string | null;
  /** Other organizations that use the same places; default none. */
  readonly neighbours?: readonly PlaceNeighbour[];
  /** ISO 8601. */
  readonly at: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const certificateHorizonDays = 30;

/** Labels by which providers of Internet access name the lines of their customers. */
const consumerLabel =
  /(?:^|[.-])(?:dyn|dynamic|dynip|dip\d*|pool|dsl|adsl|vdsl|xdsl|cable|dhcp|dial|dialin|ppp|pppoe|broadband|residential)(?=[\d.-])/;
/** Four numbers in a name, or eight hexadecimal digits as a label of their own, are the address that it stands for. */
const addressInName = /(?:^|[.-])(?:\d{1,3}[.-]){3}\d{1,3}(?=[.-])|^p?[0-9a-f]{8}\./;
/** Data centres name machines by their address as well, and providers the fixed lines of businesses. */
const hostingLabel =
  /(?:^|[.-])(?:static|stat|fix|compute|amazonaws|googleusercontent|cloud\w*|vps|vs|hosting|your-server)(?=[\d.-])/;

/**
 * What may speak against an approval, from what this service can know. The age of a domain is not among it, for neither
 * DNS nor mail tells it: a domain counts as new until a revision of the organization was approved with it.
 */
export function riskHints(facts: RiskFacts): RiskHint[] {
  const found = hints.map((hint) => hint(facts));
  return found.filter((hint) => hint !== null);
}

const hints: readonly ((facts: RiskFacts) => RiskHint | null)[] = [
  newDomain,
  foreignDomain,
  freeMail,
  consumerAddress,
  certificate,
  dmarc,
  ownTrust,
  (facts) => usedElsewhere(facts, 'SENDER_DOMAIN_USED_ELSEWHERE', `domain:${domainOf(facts.settings.senderAddress)}`),
  (facts) => usedElsewhere(facts, 'SERVER_USED_ELSEWHERE', `host:${facts.settings.host}`),
  missingReport,
];

function newDomain({ settings, approvedDomains }: RiskFacts): RiskHint | null {
  const domain = domainOf(settings.senderAddress);
  return approvedDomains.includes(domain) ? null : { code: 'NEW_SENDER_DOMAIN', fact: domain };
}

/** A subdomain on either side is the organization's own. */
function foreignDomain({ settings, adminAddress }: RiskFacts): RiskHint | null {
  const sender = domainOf(settings.senderAddress);
  const own = adminAddress === null ? null : domainOf(adminAddress);
  const isOwn = own !== null && (sender === own || sender.endsWith(`.${own}`) || own.endsWith(`.${sender}`));
  return isOwn ? null : { code: 'FOREIGN_SENDER_DOMAIN', fact: own === null ? sender : `${sender} / ${own}` };
}

function freeMail({ settings }: RiskFacts): RiskHint | null {
  const domain = domainOf(settings.senderAddress);
  return isFreeMailDomain(domain) ? { code: 'FREE_MAIL_SENDER', fact: domain } : null;
}

function consumerAddress({ results }: RiskFacts): RiskHint | null {
  const names = (results ?? []).filter(({ id }) => id === 'dns-reverse').flatMap(({ facts }) => facts['names'] ?? []);
  const name = names.find((candidate) => typeof candidate === 'string' && isConsumerName(candidate));
  return typeof name === 'string' ? { code: 'CONSUMER_ADDRESS', fact: name } : null;
}

/** Whether a reverse name (RFC 1035) reads like that of a line which an Internet provider gives to households. */
export function isConsumerName(name: string): boolean {
  const lower = name.toLowerCase();
  return consumerLabel.test(lower) || (addressInName.test(lower) && !hostingLabel.test(lower));
}

function certificate({ certificateExpiresAt, at }: RiskFacts): RiskHint | null {
  if (certificateExpiresAt === null) return null;
  const isSoon = Date.parse(certificateExpiresAt) - Date.parse(at) < certificateHorizonDays * dayMs;
  return isSoon ? { code: 'CERTIFICATE_ENDS_SOON', fact: certificateExpiresAt } : null;
}

/** A policy that is broken, or that is enforced while neither SPF nor DKIM can satisfy it. */
function dmarc({ settings, results }: RiskFacts): RiskHint | null {
  const codes = new Set((results ?? []).map(({ code }) => code));
  const isUnsatisfied =
    codes.has('DMARC_FOUND') &&
    !codes.has('DKIM_FOUND') &&
    (codes.has('SPF_MISSING') || codes.has('SPF_SEVERAL') || codes.has('SPF_WITHOUT_SERVER'));
  const isFailing = codes.has('DMARC_INVALID') || isUnsatisfied;
  return isFailing ? { code: 'DMARC_FAILING', fact: domainOf(settings.senderAddress) } : null;
}

/** An authority or a certificate that only the customer vouches for. */
function ownTrust({ settings }: RiskFacts): RiskHint | null {
  const { kind } = settings.trust;
  return kind === 'public' ? null : { code: 'OWN_CERTIFICATE_TRUST', fact: kind };
}

/** Names the other organizations, for the eyes of those who review. */
function usedElsewhere({ neighbours = [] }: RiskFacts, code: RiskHint['code'], place: SharedPlace): RiskHint | null {
  const others = neighbours.filter(({ places }) => places.includes(place)).map(({ organizationId }) => organizationId);
  return others.length === 0 ? null : { code, fact: others.join(', ') };
}

function missingReport({ results, reportId }: RiskFacts): RiskHint | null {
  return results === null ? { code: 'REPORT_MISSING', fact: reportId } : null;
}
