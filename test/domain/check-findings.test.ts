import { foundFacts, isStopped, type CheckFindings } from '../../domain/check-findings';
import { checkStages, type CheckResult } from '../../domain/check-report';
import { reportedCapabilities } from '../../domain/session-facts';
import { noCapabilities, parseCapabilities } from '../../domain/smtp-capabilities';

function result(stage: CheckResult['stage'], verdict: CheckResult['verdict'], id: string = stage): CheckResult {
  return { id, stage, verdict, code: 'CONNECTED', facts: {}, durationMs: 1 };
}

const looked: CheckFindings = {
  results: [result('egress', 'pass'), result('dns', 'pass'), result('dns', 'warn', 'dns-spf')],
  transcript: [],
};
const capabilities = reportedCapabilities(
  parseCapabilities('250-x\n250 AUTH LOGIN'),
  parseCapabilities(
    '250-x\n250-SIZE 1000\n250-8BITMIME\n250-SMTPUTF8\n250-PIPELINING\n250-DSN\n250 AUTH PLAIN XOAUTH2',
  ),
);

describe('what the groups of stages found', () => {
  it('is put together in one report that names every stage', () => {
    const transcript = [{ from: 'server', text: '220 hi' }] as const;
    const opened = { results: [result('connect', 'fail')], transcript, certificateExpiresAt: null, capabilities };
    const found = foundFacts([looked, opened], 'returned-mail');
    expect(found).toMatchObject({ verdict: 'fail', failingStage: 'connect', capabilities, tls: null, transcript });
    expect(new Set(found.results.map(({ stage }) => stage))).toEqual(new Set(checkStages));
    expect(found.results.at(-1)).toMatchObject({ stage: 'returned-mail', verdict: 'skipped' });
  });

  it('is null where an older worker did not keep it', () => {
    const found = foundFacts([looked, { results: [], transcript: [], certificateExpiresAt: '2027-01-01' }], 'auth');
    expect(found).toMatchObject({ capabilities: null, tls: null, certificateExpiresAt: '2027-01-01', verdict: 'warn' });
  });

  it('stops the check for failures and for what is undecided, never for a warning', () => {
    expect(isStopped(looked)).toBe(false);
    expect(isStopped({ ...looked, results: [...looked.results, result('tls', 'inconclusive')] })).toBe(true);
    expect(isStopped({ ...looked, results: [result('egress', 'fail')] })).toBe(true);
  });
});

describe('capabilities', () => {
  it('are told one by one, with the login before and after TLS', () => {
    expect(capabilities).toEqual({
      size: 1000,
      eightBitMime: true,
      smtpUtf8: true,
      pipelining: true,
      dsn: true,
      extensions: ['8BITMIME', 'AUTH', 'DSN', 'PIPELINING', 'SIZE', 'SMTPUTF8'],
      authBeforeTls: ['LOGIN'],
      authAfterTls: ['PLAIN', 'XOAUTH2'],
    });
  });

  it('are all missing where the server named none', () => {
    expect(reportedCapabilities(noCapabilities, noCapabilities)).toMatchObject({
      size: null,
      dsn: false,
      extensions: [],
    });
  });
});
