import { checkCodes, checkStages } from '../../domain/check-report';
import { stagesOf } from '../../web/admin/report/check-stages';
import { dnsRecordsOf } from '../../web/shared/report/dns-records';

describe('DNS records to copy', () => {
  it('are offered whole where a record is missing', () => {
    const facts = { domain: 'customer.example', record: 'v=spf1 a:smtp.customer.example ~all' };
    expect(dnsRecordsOf({ code: 'SPF_MISSING', facts })).toEqual([
      { type: 'TXT', name: 'customer.example', value: 'v=spf1 a:smtp.customer.example ~all' },
    ]);
  });

  it('stand under the name that the finding gives', () => {
    const facts = { domain: 'customer.example', name: '_dmarc.customer.example', record: 'v=DMARC1; p=none' };
    expect(dnsRecordsOf({ code: 'DMARC_MISSING', facts })[0]?.name).toBe('_dmarc.customer.example');
  });

  it.each([
    ['v=spf1 ip4:192.0.2.1 -all', 'v=spf1 ip4:192.0.2.1 include:x.example -all'],
    ['v=spf1 mx ~all', 'v=spf1 mx include:x.example ~all'],
    ['v=spf1 mx', 'v=spf1 mx include:x.example'],
    ['v=spf1 redirect=_spf.y.example', 'v=spf1 include:x.example redirect=_spf.y.example'],
  ])('add the server to a record that lacks it, before its last word: %s', (found, value) => {
    const facts = { domain: 'customer.example', found, mechanism: 'include:x.example' };
    expect(dnsRecordsOf({ code: 'SPF_WITHOUT_SERVER', facts })).toEqual([
      { type: 'TXT', name: 'customer.example', value },
    ]);
  });

  it('are not made up where the facts are missing', () => {
    expect(checkCodes.flatMap((code) => dnsRecordsOf({ code, facts: {} }))).toEqual([]);
  });
});

describe('the stages of a running check', () => {
  it('are all to come before anything is known', () => {
    const stages = stagesOf(null);
    expect(stages.map(({ stage }) => stage)).toEqual(checkStages.filter((stage) => stage !== 'returned-mail'));
    expect(new Set(stages.map(({ state }) => state))).toEqual(new Set(['upcoming']));
  });

  it('show the gravest of several results, and what is under way', () => {
    const stages = stagesOf({
      reportId: 'draft-1-1',
      stage: 'connect',
      results: [
        { stage: 'egress', verdict: 'pass' },
        { stage: 'dns', verdict: 'pass' },
        { stage: 'dns', verdict: 'warn' },
        { stage: 'dns', verdict: 'skipped' },
      ],
    });
    const states = Object.fromEntries(stages.map(({ stage, state }) => [stage, state]));
    expect(states).toMatchObject({ egress: 'pass', dns: 'warn', connect: 'running', auth: 'upcoming' });
  });
});
