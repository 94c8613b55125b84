import type { CheckCode, CheckResult } from '../../../domain/check-report';
import { isConsumerName, riskHints, type RiskFacts } from '../../../domain/review/risk-hints';
import { needsSecondApprover } from '../../../domain/review/second-approver';
import { settings } from '../../support/lifecycle-builders';

const result = (code: CheckCode, facts: CheckResult['facts'] = {}, id = code.toLowerCase()): CheckResult => ({
  id,
  stage: 'dns',
  verdict: 'warn',
  code,
  facts,
  durationMs: 1,
});

const harmless: RiskFacts = {
  settings,
  adminAddress: 'admin@customer.example',
  approvedDomains: ['customer.example'],
  results: [result('SPF_FOUND'), result('DKIM_FOUND'), result('DMARC_FOUND')],
  reportId: 'draft-1-1',
  certificateExpiresAt: '2027-06-01T00:00:00.000Z',
  at: '2026-11-23T09:00:00.000Z',
};
const codes = (changes: Partial<RiskFacts>) => riskHints({ ...harmless, ...changes }).map(({ code }) => code);
const sentFrom = (senderAddress: string) => ({ settings: { ...settings, senderAddress } });

it('finds nothing where nothing is unusual', () => {
  expect(codes({})).toEqual([]);
});

it('a domain is new until a revision of the organization was approved with it', () => {
  expect(riskHints({ ...harmless, approvedDomains: [] })).toEqual([
    { code: 'NEW_SENDER_DOMAIN', fact: 'customer.example' },
  ]);
});

it.each([
  ['mail@news.customer.example', []],
  ['mail@Customer.Example', []],
  ['mail@other.example', ['FOREIGN_SENDER_DOMAIN']],
  ['mail@notcustomer.example', ['FOREIGN_SENDER_DOMAIN']],
])('compares the domain of %s with the organization’s own', (address, expected) => {
  const approvedDomains = [address.slice(address.indexOf('@') + 1).toLowerCase()];
  expect(codes({ ...sentFrom(address), approvedDomains })).toEqual(expected);
});

it('knows free mailboxes', () => {
  expect(codes(sentFrom('firma@GMX.at'))).toContain('FREE_MAIL_SENDER');
});

it.each([
  ['p5b0a1234.dip0.t-ipconnect.de', true],
  ['77.116.3.9.wireless.dyn.drei.com', true],
  ['dynamic-089-204-137-012.89.204.137.pool.telefonica.de', true],
  ['80-108-12-34.cable.dynamic.surfer.at', true],
  ['c-73-12-34-56.hsd1.ma.comcast.net', true],
  ['mail.customer.example', false],
  ['mta-out-3.provider.example', false],
  ['a12-34.smtp-out.eu-west-1.amazonses.com', false],
  ['customercare.example', false],
  ['ec2-3-120-1-2.eu-central-1.compute.amazonaws.com', false],
  ['static.12.34.56.78.clients.your-server.de', false],
])('reads the reverse name %s as that of a household: %s', (name, isConsumer) => {
  expect(isConsumerName(name)).toBe(isConsumer);
  const reverse = result('REVERSE_NAME_FOUND', { addresses: ['192.0.2.1'], names: [name] }, 'dns-reverse');
  expect(codes({ results: [reverse] }).includes('CONSUMER_ADDRESS')).toBe(isConsumer);
});

it('tells of a certificate that ends within thirty days', () => {
  expect(codes({ certificateExpiresAt: '2026-12-23T08:59:59.000Z' })).toEqual(['CERTIFICATE_ENDS_SOON']);
  expect(codes({ certificateExpiresAt: '2026-12-23T09:00:00.000Z' })).toEqual([]);
});

it('tells of DMARC that is enforced without anything that satisfies it, or that is broken', () => {
  expect(codes({ results: [result('DMARC_FOUND'), result('SPF_WITHOUT_SERVER')] })).toEqual(['DMARC_FAILING']);
  expect(codes({ results: [result('DMARC_FOUND'), result('SPF_WITHOUT_SERVER'), result('DKIM_FOUND')] })).toEqual([]);
  expect(codes({ results: [result('DMARC_ONLY_WATCHES'), result('SPF_MISSING')] })).toEqual([]);
  expect(codes({ results: [result('DMARC_INVALID'), result('DKIM_FOUND')] })).toEqual(['DMARC_FAILING']);
});

it('tells of a certificate that only the customer vouches for, and of a report that is gone', () => {
  const trust = { kind: 'certificate', sha256: 'a'.repeat(64) } as const;
  expect(codes({ settings: { ...settings, trust } })).toEqual(['OWN_CERTIFICATE_TRUST']);
  expect(codes({ results: null })).toEqual(['REPORT_MISSING']);
});

it('wants a second approver by the rule of the deployment', () => {
  const grave = [{ code: 'FREE_MAIL_SENDER', fact: 'gmx.at' }] as const;
  const usual = [{ code: 'NEW_SENDER_DOMAIN', fact: 'customer.example' }] as const;
  expect([needsSecondApprover('never', grave), needsSecondApprover('always', [])]).toEqual([false, true]);
  expect([needsSecondApprover('on-risk', grave), needsSecondApprover('on-risk', usual)]).toEqual([true, false]);
});
