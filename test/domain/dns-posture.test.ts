import fc from 'fast-check';

import { overallVerdict } from '../../domain/check-report';
import { dmarcDomains, isReservedDomain, judgePosture, type PostureRecords } from '../../domain/dns-posture';
import { checkText } from '../../domain/texts/check-texts';

const good: PostureRecords = {
  domain: 'customer.de',
  txt: ['google-site-verification=x', 'v=spf1 include:_spf.customer.de mx ~all'],
  mx: ['mx1.customer.de'],
  addresses: ['8.8.4.4'],
  dmarc: [{ domain: 'customer.de', txt: ['v=DMARC1; p=reject'] }],
  dkim: [{ selector: 'selector1', txt: ['v=DKIM1; k=rsa; p=MIIB'] }],
  reverse: [{ address: '8.8.8.8', names: ['mail.customer.de'], confirmed: ['mail.customer.de'] }],
};

const server = { host: 'mail.customer.de', spfMechanism: null };
const microsoft = { host: 'smtp.office365.com', spfMechanism: 'include:spf.protection.outlook.com' };

function findings(changes: Partial<PostureRecords>, sending: typeof server | typeof microsoft = server) {
  return judgePosture({ ...good, ...changes }, sending, 7);
}

function finding(id: string, changes: Partial<PostureRecords>, sending: typeof server | typeof microsoft = server) {
  const found = findings(changes, sending).find((result) => result.id === id);
  return [found?.verdict, found?.code, found?.facts] as const;
}

describe('the DNS posture of a good domain', () => {
  it('passes in every respect, at stage dns', () => {
    const results = findings({});
    expect(results.map(({ id }) => id)).toEqual(['dns-spf', 'dns-dkim', 'dns-dmarc', 'dns-mx', 'dns-reverse']);
    for (const result of results) expect(result).toMatchObject({ stage: 'dns', verdict: 'pass', durationMs: 7 });
  });

  it('says nothing of keys without a selector and of reverse names without a public address', () => {
    expect(findings({ dkim: [], reverse: [] }).map(({ id }) => id)).toEqual(['dns-spf', 'dns-dmarc', 'dns-mx']);
  });
});

describe('SPF', () => {
  it.each([
    ['no record', [], 'warn', 'SPF_MISSING'],
    ['records of other kinds only', ['v=spf10 -all', 'spf1'], 'warn', 'SPF_MISSING'],
    ['two records', ['v=spf1 mx -all', 'v=spf1 a -all'], 'warn', 'SPF_SEVERAL'],
    ['everybody allowed', ['v=spf1 mx +all'], 'warn', 'SPF_ALLOWS_EVERYBODY'],
    ['everybody allowed, in short', ['V=SPF1 ALL'], 'warn', 'SPF_ALLOWS_EVERYBODY'],
    ['nobody allowed', ['v=spf1 -all'], 'warn', 'SPF_WITHOUT_SERVER'],
    ['nobody allowed but an explanation', ['v=spf1 -all exp=why.customer.de'], 'warn', 'SPF_WITHOUT_SERVER'],
    ['others allowed, which may stand for anything', ['v=spf1 include:x.example -all'], 'pass', 'SPF_FOUND'],
    ['addresses, of a server that we do not know', ['v=spf1 ip4:8.8.8.8 -all'], 'pass', 'SPF_FOUND'],
    ['another record that counts', ['v=spf1 redirect=_spf.customer.de'], 'pass', 'SPF_FOUND'],
  ])('with %s: %s', (_name, txt, verdict, code) => {
    expect(finding('dns-spf', { txt }).slice(0, 2)).toEqual([verdict, code]);
  });

  it('names the record to add, by what is known of the server', () => {
    const recordFor = (sending: typeof server | typeof microsoft) => finding('dns-spf', { txt: [] }, sending)[2];
    expect(recordFor(server)).toMatchObject({ record: 'v=spf1 a:mail.customer.de ~all' });
    expect(recordFor(microsoft)).toMatchObject({ record: 'v=spf1 include:spf.protection.outlook.com ~all' });
    expect(recordFor({ ...server, host: '8.8.8.8' })).toMatchObject({ record: 'v=spf1 ip4:8.8.8.8 ~all' });
    expect(recordFor({ ...server, host: '2a00::1' })).toMatchObject({ record: 'v=spf1 ip6:2a00::1 ~all' });
  });

  it('misses a provider only where nothing else could stand for it', () => {
    const codeOf = (record: string) => finding('dns-spf', { txt: [record] }, microsoft)[1];
    expect(codeOf('v=spf1 ip4:8.8.8.8 -all')).toBe('SPF_WITHOUT_SERVER');
    expect(codeOf('v=spf1 ip4:8.8.8.8 include:spf.protection.outlook.com -all')).toBe('SPF_FOUND');
    expect(codeOf('v=spf1 ip4:8.8.8.8 include:other.example -all')).toBe('SPF_FOUND');
  });
});

describe('DMARC', () => {
  const at = (...txt: string[]) => ({ dmarc: [{ domain: 'customer.de', txt }] });
  const parent = (txt: string) => ({
    domain: 'mail.customer.de',
    dmarc: [
      { domain: 'mail.customer.de', txt: [] },
      { domain: 'customer.de', txt: [txt] },
    ],
  });

  it.each([
    ['no record', at(), 'warn', 'DMARC_MISSING'],
    ['a foreign record', at('v=spf1 -all'), 'warn', 'DMARC_MISSING'],
    ['two records', at('v=DMARC1; p=none', 'v=DMARC1; p=reject'), 'warn', 'DMARC_INVALID'],
    ['no policy', at('v=DMARC1; rua=mailto:x@customer.de'), 'warn', 'DMARC_INVALID'],
    ['a policy that is none', at('v=DMARC1; p=maybe'), 'warn', 'DMARC_INVALID'],
    ['a policy that watches', at('v=DMARC1; p=none'), 'pass', 'DMARC_ONLY_WATCHES'],
    ['a policy, in odd spacing', at('v = DMARC1 ;P= Reject ;'), 'pass', 'DMARC_FOUND'],
    ['a policy at the parent', parent('v=DMARC1; p=quarantine'), 'pass', 'DMARC_FOUND'],
    ['a policy at the parent for subdomains', parent('v=DMARC1; p=reject; sp=none'), 'pass', 'DMARC_ONLY_WATCHES'],
  ])('with %s: %s', (_name, changes, verdict, code) => {
    expect(finding('dns-dmarc', changes).slice(0, 2)).toEqual([verdict, code]);
  });

  it('can stand at the domain and at its parents, never at a top-level domain', () => {
    expect(dmarcDomains('customer.de')).toEqual(['customer.de']);
    expect(dmarcDomains('a.b.customer.de')).toEqual(['a.b.customer.de', 'b.customer.de', 'customer.de']);
    expect(dmarcDomains('a.b.c.d.e.f.g.h.de')).toEqual([
      'a.b.c.d.e.f.g.h.de',
      'e.f.g.h.de',
      'f.g.h.de',
      'g.h.de',
      'h.de',
    ]);
  });
});

describe('DKIM, MX and reverse names', () => {
  it.each<[string, string, Partial<PostureRecords>, string, string]>([
    ['a revoked key', 'dns-dkim', { dkim: [{ selector: 's1', txt: ['v=DKIM1; p='] }] }, 'warn', 'DKIM_MISSING'],
    ['no key', 'dns-dkim', { dkim: [{ selector: 's1', txt: [] }] }, 'warn', 'DKIM_MISSING'],
    [
      'one key of two',
      'dns-dkim',
      {
        dkim: [
          { selector: 's1', txt: 'unknown' },
          { selector: 's2', txt: ['p=AAAA'] },
        ],
      },
      'pass',
      'DKIM_FOUND',
    ],
    ['a null MX', 'dns-mx', { mx: [''] }, 'warn', 'MX_NULL'],
    ['no MX', 'dns-mx', { mx: [] }, 'warn', 'MX_IMPLICIT'],
    ['no MX and no address', 'dns-mx', { mx: [], addresses: [] }, 'warn', 'MX_MISSING'],
    [
      'no reverse name',
      'dns-reverse',
      { reverse: [{ address: '8.8.8.8', names: [], confirmed: [] }] },
      'warn',
      'REVERSE_NAME_MISSING',
    ],
    [
      'a reverse name that leads elsewhere',
      'dns-reverse',
      { reverse: [{ address: '8.8.8.8', names: ['x.example'], confirmed: [] }] },
      'warn',
      'REVERSE_NAME_MISMATCH',
    ],
  ])('with %s (%s)', (_name, id, changes, verdict, code) => {
    expect(finding(id, changes).slice(0, 2)).toEqual([verdict, code]);
  });
});

describe('whatever the DNS says', () => {
  const lookup = <Item>(item: fc.Arbitrary<Item>) =>
    fc.oneof(fc.constant('unknown' as const), fc.array(item, { maxLength: 4 }));
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.constantFrom(
      'v=spf1',
      'v=spf1 all',
      'v=spf1  -all',
      'v=DMARC1',
      'v=DMARC1; p=none; p=x',
      'p=',
      ';;=;',
      'v=spf1 \u202e',
    ),
  );
  const records: fc.Arbitrary<PostureRecords> = fc.record({
    domain: fc.constant('customer.de'),
    txt: lookup(text),
    mx: lookup(text),
    addresses: lookup(text),
    dmarc: fc.array(fc.record({ domain: fc.constantFrom('customer.de', 'de'), txt: lookup(text) }), { maxLength: 3 }),
    dkim: fc.array(fc.record({ selector: fc.constantFrom('s1', 's2'), txt: lookup(text) }), { maxLength: 3 }),
    reverse: fc.array(fc.record({ address: text, names: lookup(text), confirmed: lookup(text) }), { maxLength: 3 }),
  });

  it('never fails a check and never leaves it undecided', () => {
    fc.assert(
      fc.property(records, fc.boolean(), (found, known) => {
        const results = judgePosture(found, known ? microsoft : server, 1);
        expect(results.map(({ verdict }) => verdict)).not.toContain('fail');
        expect(['pass', 'warn']).toContain(overallVerdict([{ ...results[0]!, verdict: 'pass' }, ...results]));
        expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
      }),
    );
  });

  it('shows a record without control characters, bounded in length', () => {
    fc.assert(
      fc.property(records, (found) => {
        for (const { code, facts } of judgePosture(found, server, 1)) {
          const shown = String(facts['found'] ?? '');
          expect(shown.length).toBeLessThan(500);
          expect(shown).not.toMatch(/[\p{Cc}\u202e]/u);
          expect(checkText('de', code, facts).title).not.toBe('');
        }
      }),
    );
  });

  it('is unknown in every respect when the DNS is silent, which counts for nothing', () => {
    const results = findings({
      txt: 'unknown',
      mx: 'unknown',
      addresses: 'unknown',
      dmarc: [{ domain: 'customer.de', txt: 'unknown' }],
      dkim: [{ selector: 's1', txt: 'unknown' }],
      reverse: [{ address: '8.8.8.8', names: 'unknown', confirmed: 'unknown' }],
    });
    for (const result of results) expect(result).toMatchObject({ verdict: 'skipped', code: 'DNS_POSTURE_UNKNOWN' });
  });
});

it.each([
  ['customer.example', true],
  ['a.test', true],
  ['LOCALHOST', true],
  ['intranet', true],
  ['mail.corp.internal', true],
  ['example.com', true],
  ['notexample.com', false],
  ['customer.de', false],
  ['mytest', true],
  ['my.contest', false],
])('knows whether a name is set aside: %s', (domain, reserved) => {
  expect(isReservedDomain(domain)).toBe(reserved);
});
