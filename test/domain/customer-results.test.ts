import fc from 'fast-check';

import {
  checkCodes,
  checkStages,
  checkVerdicts,
  failingStage,
  overallVerdict,
  type CheckCode,
  type CheckFacts,
  type CheckResult,
  type CheckStage,
  type CheckVerdict,
} from '../../domain/check-report';
import { customerReport, customerResults, isUnreachable } from '../../domain/customer-results';

const host = 'mail.customer.example';
const resolved = [finding('egress', 'pass', 'EGRESS_ALLOWED', { host }), finding('dns', 'pass', 'DNS_RESOLVED')];
const connected = [...resolved, finding('connect', 'pass', 'CONNECTED', { address: '192.0.2.1' })];

function finding(stage: CheckStage, verdict: CheckVerdict, code: CheckCode, facts: CheckFacts = {}): CheckResult {
  return { id: stage, stage, verdict, code, facts, durationMs: 17 };
}

function shown(results: readonly CheckResult[]) {
  const seen = customerResults(results);
  return { results: seen, verdict: overallVerdict(seen), failingStage: failingStage(seen) };
}

const beforeGreeting: readonly (readonly [string, readonly CheckResult[]])[] = [
  ['a closed port', [...resolved, finding('connect', 'fail', 'CONNECTION_REFUSED', { port: 25 })]],
  ['a filtered port', [...resolved, finding('connect', 'inconclusive', 'CONNECTION_TIMED_OUT')]],
  ['a network without a way', [...resolved, finding('connect', 'inconclusive', 'CONNECTION_FAILED')]],
  ['a silent service', [...connected, finding('greeting', 'inconclusive', 'GREETING_MISSING')]],
  ['another protocol', [...connected, finding('greeting', 'fail', 'PROTOCOL_BROKEN')]],
  ['another protocol instead of TLS', [...connected, finding('tls', 'fail', 'PROTOCOL_BROKEN')]],
  [
    'a TLS service that is no mail server',
    [...connected, finding('tls', 'fail', 'TLS_CERTIFICATE_UNTRUSTED', { names: ['intranet'] })],
  ],
  ['TLS that nobody finishes', [...connected, finding('tls', 'inconclusive', 'SERVER_TOO_SLOW')]],
  [
    'a verified service that is no mail server',
    [...connected, finding('tls', 'pass', 'TLS_VERIFIED'), finding('greeting', 'fail', 'PROTOCOL_BROKEN')],
  ],
];

it('shows one and the same to the customer, whatever happened before a mail server greeted', () => {
  const views = beforeGreeting.map(([, results]) =>
    JSON.stringify(shown(results)).replaceAll(/,\{[^}]*"skipped"[^}]*\{\}[^}]*\}/g, ''),
  );
  expect(new Set(views).size).toBe(1);
  expect(shown(beforeGreeting[0]?.[1] ?? [])).toMatchObject({ verdict: 'inconclusive', failingStage: 'connect' });
});

it.each(beforeGreeting)('says SERVER_UNREACHABLE of %s, without facts or time', (_case, results) => {
  expect(isUnreachable(results)).toBe(true);
  const stopping = customerResults(results).find(({ verdict }) => verdict === 'inconclusive');
  expect(stopping).toEqual({ ...finding('connect', 'inconclusive', 'SERVER_UNREACHABLE', { host }), durationMs: 0 });
});

it.each<[string, CheckResult]>([
  ['a mail server that turns us away', finding('greeting', 'fail', 'GREETING_REFUSED')],
  ['a busy mail server', finding('greeting', 'inconclusive', 'SERVER_BUSY')],
  ['a mail server with an expired certificate', finding('tls', 'fail', 'TLS_CERTIFICATE_EXPIRED', { greeted: true })],
  ['the wrong mode for a mail server', finding('tls', 'fail', 'TLS_WRONG_MODE', { greeted: true })],
])('names the finding of %s', (_case, stopping) => {
  expect(customerResults([...connected, stopping])).toContainEqual(stopping);
});

it('names what is found after the greeting', () => {
  const results = [
    ...connected,
    finding('greeting', 'pass', 'GREETING_RECEIVED'),
    finding('tls', 'fail', 'TLS_NOT_OFFERED'),
  ];
  expect(customerResults(results)).toEqual(results);
});

it('does not tell a name that is missing from one that leads inwards', () => {
  const facts = { host: 'db.internal.example', port: 587 };
  const missing = shown([...resolved.slice(0, 1), finding('dns', 'fail', 'DNS_NOT_FOUND', facts)]);
  const inward = shown([...resolved.slice(0, 1), finding('dns', 'fail', 'EGRESS_ADDRESS_REFUSED', facts)]);
  expect(missing).toEqual(inward);
  expect(missing).toMatchObject({ verdict: 'fail', failingStage: 'dns' });
});

it('says plainly that an address is not allowed', () => {
  const results = [finding('egress', 'fail', 'EGRESS_ADDRESS_REFUSED', { host: '10.0.0.1' })];
  expect(customerResults(results)).toEqual(results);
});

it('leaves the dialogue and an unproven certificate out of the customer’s report', () => {
  const [, results] = beforeGreeting[6] ?? ['', []];
  const tls = {
    verified: false,
    version: 'TLSv1.3',
    cipher: 'x',
    chain: [{ subject: 'intranet', issuer: 'y', names: [], expiresAt: '' }],
  };
  const report = customerReport({
    id: 'draft-1-1',
    organizationId: 'o',
    revision: 1,
    run: 1,
    verdict: 'fail',
    failingStage: 'tls',
    results,
    tls,
    capabilities: null,
    transcript: [{ from: 'server', text: 'intranet' }],
    certificateExpiresAt: null,
    startedAt: '',
    finishedAt: '',
  });
  expect(report).toMatchObject({ verdict: 'inconclusive', failingStage: 'connect', tls: null, transcript: [] });
  expect(JSON.stringify(report)).not.toContain('intranet');
});

const anyResult: fc.Arbitrary<CheckResult> = fc.record({
  id: fc.string(),
  stage: fc.constantFrom(...checkStages),
  verdict: fc.constantFrom(...checkVerdicts),
  code: fc.constantFrom(...checkCodes),
  facts: fc.constantFrom<CheckFacts>({}, { greeted: true }, { host }),
  durationMs: fc.nat(),
});

it('leaves a finding about a name alone that stopped nothing', () => {
  const [first] = customerResults([
    { id: 'dns', stage: 'dns', verdict: 'pass', code: 'DNS_NOT_FOUND', facts: {}, durationMs: 0 },
  ]);
  expect(first).toMatchObject({ verdict: 'pass' });
});

it('never makes a stopped check look passed, and is settled after one look', () => {
  fc.assert(
    fc.property(fc.array(anyResult, { maxLength: 8 }), (results) => {
      const once = customerResults(results);
      expect(failingStage(once) === null).toBe(failingStage(results) === null);
      expect(isUnreachable(once) ? customerResults(once) : once).toEqual(once);
    }),
  );
});
