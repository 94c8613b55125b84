import {
  failingStage,
  overallVerdict,
  type CheckCode,
  type CheckResult,
  type CheckStage,
} from '../../../domain/check-report';
import {
  CertificateAuthority,
  expiredYesterday,
  selfSignedCertificate,
  type CertifiedKey,
} from '../../../dev/certificates';
import { DnsPostureReader } from '../../../adapters/dns/dns-posture-reader';
import { ScriptedDnsServer } from '../../support/scripted-dns-server';
import { drop, reset, ScriptedSmtpServer, silent, type Script } from '../../support/scripted-smtp-server';
import {
  customerServer,
  FakeResolver,
  never,
  smtpWorkbench,
  testHost,
  testMail,
  testPassword,
} from '../../support/smtp-workbench';

interface Certificates {
  readonly authority: CertificateAuthority;
  readonly good: CertifiedKey;
  readonly expired: CertifiedKey;
  readonly early: CertifiedKey;
  readonly wrongName: CertifiedKey;
  readonly selfSigned: CertifiedKey;
  readonly expiringSoon: CertifiedKey;
}

type CertificateKind = Exclude<keyof Certificates, 'authority'>;

/** One scripted server, and what a check has to say of it. */
interface Case {
  readonly server: string;
  readonly script: Script;
  readonly certificate?: CertificateKind;
  readonly security?: 'tls' | 'starttls';
  readonly stage: CheckStage;
  readonly verdict: 'fail' | 'inconclusive';
  readonly code: CheckCode;
}

const dayMs = 86_400_000;
let certificates: Certificates;
let server: ScriptedSmtpServer | undefined;

beforeAll(async () => {
  const authority = await CertificateAuthority.create('Test authority');
  const names = [testHost] as const;
  certificates = {
    authority,
    good: await authority.issue({ names: [testHost, '127.0.0.1'] }),
    expired: await authority.issue({ names: [...names], ...expiredYesterday() }),
    early: await authority.issue({ names: [...names], notBefore: new Date(Date.now() + dayMs) }),
    wrongName: await authority.issue({ names: ['other.example.test'] }),
    selfSigned: await selfSignedCertificate({ names: [...names] }),
    expiringSoon: await authority.issue({ names: [...names], notAfter: new Date(Date.now() + 10 * dayMs) }),
  };
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function start(script: Script, certificate: CertificateKind = 'good'): Promise<ScriptedSmtpServer> {
  const { certificate: cert, key } = certificates[certificate];
  server = await ScriptedSmtpServer.start({ ...script, tls: { cert, key, ...script.tls } });
  return server;
}

function workbench(port: number) {
  return smtpWorkbench({ authorities: certificates.authority.certificate, ports: [port] });
}

async function check(port: number, security: 'tls' | 'starttls' = 'starttls', host = testHost) {
  const { prober } = workbench(port);
  const target = customerServer({ port, security, host });
  const session = await prober.openSession(target, never);
  const verdict = overallVerdict(session.results);
  const passed = verdict === 'pass' || verdict === 'warn';
  const mail = passed ? await prober.sendTestMail(target, testMail, never) : { results: [], transcript: [] };
  return { session, mail, results: [...session.results, ...mail.results] };
}

function stopping(results: readonly CheckResult[]) {
  const result = results.find(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
  return { stage: failingStage(results), verdict: result?.verdict, code: result?.code };
}

const ehloWithoutStartTls = '250-mail.example.test\r\n250 SIZE 1000\r\n';
const manyEhloLines = '250-X-LINE of a server that never ends\r\n'.repeat(5000);
const greetingBomb = `220 ${'x'.repeat(1024 * 1024)}`;

const cases: readonly Case[] = [
  {
    server: 'drops the connection instead of greeting',
    script: { answers: { greeting: drop } },
    stage: 'greeting',
    verdict: 'inconclusive',
    code: 'GREETING_MISSING',
  },
  {
    server: 'breaks the connection instead of greeting',
    script: { answers: { greeting: reset } },
    stage: 'greeting',
    verdict: 'inconclusive',
    code: 'GREETING_MISSING',
  },
  {
    server: 'never greets',
    script: { answers: { greeting: silent } },
    stage: 'greeting',
    verdict: 'inconclusive',
    code: 'GREETING_MISSING',
  },
  {
    server: 'greets with 554',
    script: { answers: { greeting: '554 5.7.1 go away\r\n' } },
    stage: 'greeting',
    verdict: 'fail',
    code: 'GREETING_REFUSED',
  },
  {
    server: 'greets with 421',
    script: { answers: { greeting: '421 4.3.2 too busy\r\n' } },
    stage: 'greeting',
    verdict: 'inconclusive',
    code: 'SERVER_BUSY',
  },
  {
    server: 'greets with garbage',
    script: { answers: { greeting: 'SSH-2.0-OpenSSH_9.2\r\n' } },
    stage: 'greeting',
    verdict: 'fail',
    code: 'PROTOCOL_BROKEN',
  },
  {
    server: 'greets with NUL bytes',
    script: { answers: { greeting: '\x00\x00220 hi\r\n' } },
    stage: 'greeting',
    verdict: 'fail',
    code: 'PROTOCOL_BROKEN',
  },
  {
    server: 'greets with a line that never ends',
    script: { answers: { greeting: greetingBomb } },
    stage: 'greeting',
    verdict: 'fail',
    code: 'PROTOCOL_BROKEN',
  },
  {
    server: 'goes on talking after the greeting',
    script: { answers: { greeting: `220 hi\r\n${'250 more\r\n'.repeat(1_000)}` } },
    stage: 'greeting',
    verdict: 'fail',
    code: 'PROTOCOL_BROKEN',
  },
  {
    server: 'greets one byte at a time',
    script: { dripMs: 60 },
    stage: 'greeting',
    verdict: 'inconclusive',
    code: 'GREETING_MISSING',
  },
  {
    server: 'refuses EHLO',
    script: { answers: { ehlo: '550 5.7.1 no such name\r\n' } },
    stage: 'ehlo',
    verdict: 'fail',
    code: 'EHLO_REFUSED',
  },
  {
    server: 'answers EHLO with 421',
    script: { answers: { ehlo: '421 4.7.0 Try again later\r\n' } },
    stage: 'ehlo',
    verdict: 'inconclusive',
    code: 'SERVER_BUSY',
  },
  {
    server: 'drops at EHLO',
    script: { answers: { ehlo: drop } },
    stage: 'ehlo',
    verdict: 'inconclusive',
    code: 'CONNECTION_LOST',
  },
  {
    server: 'is silent at EHLO',
    script: { answers: { ehlo: silent } },
    stage: 'ehlo',
    verdict: 'inconclusive',
    code: 'SERVER_TOO_SLOW',
  },
  {
    server: 'announces extensions without end',
    script: { answers: { ehlo: manyEhloLines } },
    stage: 'ehlo',
    verdict: 'fail',
    code: 'PROTOCOL_BROKEN',
  },
  {
    server: 'has no STARTTLS',
    script: { answers: { ehlo: ehloWithoutStartTls, starttls: '502 5.5.1 unknown\r\n' } },
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_NOT_OFFERED',
  },
  {
    server: 'announces STARTTLS and refuses it',
    script: { answers: { starttls: '554 5.7.3 no\r\n' } },
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_NOT_OFFERED',
  },
  {
    server: 'cannot do TLS just now',
    script: { answers: { starttls: '454 4.7.0 later\r\n' } },
    stage: 'tls',
    verdict: 'inconclusive',
    code: 'TLS_TEMPORARY',
  },
  {
    server: 'drops at STARTTLS',
    script: { answers: { starttls: drop } },
    stage: 'tls',
    verdict: 'inconclusive',
    code: 'CONNECTION_LOST',
  },
  {
    server: 'slips in a reply before TLS',
    script: { injection: '250 AUTH PLAIN\r\n' },
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_INJECTION',
  },
  {
    server: 'speaks TLS 1.1 at most',
    script: { tls: { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } },
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_VERSION_TOO_OLD',
  },
  {
    server: 'has an expired certificate',
    script: {},
    certificate: 'expired',
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_CERTIFICATE_EXPIRED',
  },
  {
    server: 'has a certificate of tomorrow',
    script: {},
    certificate: 'early',
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_CERTIFICATE_NOT_YET_VALID',
  },
  {
    server: 'has a certificate for another name',
    script: {},
    certificate: 'wrongName',
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_CERTIFICATE_WRONG_NAME',
  },
  {
    server: 'has a self-signed certificate',
    script: {},
    certificate: 'selfSigned',
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_CERTIFICATE_UNTRUSTED',
  },
  {
    server: 'has a self-signed certificate from the first byte',
    script: { implicitTls: true },
    security: 'tls',
    certificate: 'selfSigned',
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_CERTIFICATE_UNTRUSTED',
  },
  {
    server: 'wants TLS from the first byte',
    script: { implicitTls: true },
    security: 'starttls',
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_WRONG_MODE',
  },
  { server: 'wants STARTTLS', script: {}, security: 'tls', stage: 'tls', verdict: 'fail', code: 'TLS_WRONG_MODE' },
  {
    server: 'is silent towards TLS',
    script: { answers: { greeting: silent } },
    security: 'tls',
    stage: 'tls',
    verdict: 'inconclusive',
    code: 'SERVER_TOO_SLOW',
  },
  {
    server: 'greets inside TLS with 554',
    script: { implicitTls: true, answers: { greeting: '554 no\r\n' } },
    security: 'tls',
    stage: 'greeting',
    verdict: 'fail',
    code: 'GREETING_REFUSED',
  },
  {
    server: 'has no AUTH',
    script: { answers: { 'ehlo-after-tls': '250 mail.example.test\r\n', auth: '503 5.5.1 AUTH not available\r\n' } },
    stage: 'auth',
    verdict: 'fail',
    code: 'AUTH_MECHANISM_MISSING',
  },
  {
    server: 'does not know AUTH',
    script: { answers: { 'ehlo-after-tls': '250 mail.example.test\r\n', auth: '502 5.5.2 what\r\n' } },
    stage: 'auth',
    verdict: 'fail',
    code: 'AUTH_MECHANISM_MISSING',
  },
  {
    server: 'is out of step at AUTH',
    script: { answers: { auth: '503 5.5.1 not now\r\n' } },
    stage: 'auth',
    verdict: 'inconclusive',
    code: 'AUTH_TEMPORARY',
  },
  {
    server: 'refuses the password',
    script: { answers: { auth: '535 5.7.8 Username and Password not accepted\r\n' } },
    stage: 'auth',
    verdict: 'fail',
    code: 'AUTH_REFUSED',
  },
  {
    server: 'wants an app password',
    script: { answers: { auth: '534-5.7.9 Application-specific password required.\r\n534 5.7.9 see help\r\n' } },
    stage: 'auth',
    verdict: 'fail',
    code: 'AUTH_APP_PASSWORD_NEEDED',
  },
  {
    server: 'has SMTP AUTH off for the mailbox',
    script: {
      answers: {
        auth: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.\r\n',
      },
    },
    stage: 'auth',
    verdict: 'fail',
    code: 'AUTH_DISABLED_FOR_MAILBOX',
  },
  {
    server: 'has SMTP AUTH off for the tenant',
    script: {
      answers: {
        auth: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.\r\n',
      },
    },
    stage: 'auth',
    verdict: 'fail',
    code: 'AUTH_DISABLED_FOR_TENANT',
  },
  {
    server: 'has security defaults',
    script: {
      answers: {
        auth: "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.\r\n",
      },
    },
    stage: 'auth',
    verdict: 'fail',
    code: 'AUTH_SECURITY_DEFAULTS',
  },
  {
    server: 'ended basic authentication',
    script: { answers: { auth: '550 5.7.30 Basic authentication is not supported for Client Submission.\r\n' } },
    stage: 'auth',
    verdict: 'fail',
    code: 'AUTH_BASIC_DISABLED',
  },
  {
    server: 'cannot authenticate just now',
    script: { answers: { auth: '454 4.7.0 Temporary authentication failure\r\n' } },
    stage: 'auth',
    verdict: 'inconclusive',
    code: 'AUTH_TEMPORARY',
  },
  {
    server: 'allows no more connections',
    script: { answers: { auth: '432 4.3.2 Concurrent connections limit exceeded\r\n' } },
    stage: 'auth',
    verdict: 'inconclusive',
    code: 'AUTH_CONNECTION_LIMIT',
  },
  {
    server: 'drops at AUTH',
    script: { answers: { auth: drop } },
    stage: 'auth',
    verdict: 'inconclusive',
    code: 'CONNECTION_LOST',
  },
  {
    server: 'refuses the sender',
    script: { answers: { mail: '553 5.7.1 not your address\r\n' } },
    stage: 'mail-from',
    verdict: 'fail',
    code: 'SENDER_REFUSED',
  },
  {
    server: 'cannot take the sender just now',
    script: { answers: { mail: '452 4.3.1 no space\r\n' } },
    stage: 'mail-from',
    verdict: 'inconclusive',
    code: 'SENDER_TEMPORARY',
  },
  {
    server: 'wants a login at MAIL',
    script: { answers: { mail: '530 5.7.57 Client not authenticated\r\n' } },
    stage: 'mail-from',
    verdict: 'fail',
    code: 'AUTH_REFUSED',
  },
  {
    server: 'drops at MAIL',
    script: { answers: { mail: drop } },
    stage: 'mail-from',
    verdict: 'inconclusive',
    code: 'CONNECTION_LOST',
  },
  {
    server: 'refuses the recipient',
    script: { answers: { rcpt: '550 5.1.1 unknown\r\n' } },
    stage: 'rcpt-to',
    verdict: 'fail',
    code: 'RECIPIENT_REFUSED',
  },
  {
    server: 'greylists',
    script: { answers: { rcpt: '450 4.2.0 greylisted\r\n' } },
    stage: 'rcpt-to',
    verdict: 'inconclusive',
    code: 'RECIPIENT_TEMPORARY',
  },
  {
    server: 'does not relay',
    script: { answers: { rcpt: '554 5.7.1 <a@b>: Relay access denied\r\n' } },
    stage: 'rcpt-to',
    verdict: 'fail',
    code: 'RELAY_REFUSED',
  },
  {
    server: 'refuses the sender at RCPT',
    script: { answers: { rcpt: '553 5.7.1 <a@b>: Sender address rejected: not owned by user x\r\n' } },
    stage: 'rcpt-to',
    verdict: 'fail',
    code: 'SENDER_REFUSED',
  },
  {
    server: 'refuses the EHLO name at RCPT',
    script: { answers: { rcpt: '504 5.5.2 <client>: Helo command rejected: need fully-qualified hostname\r\n' } },
    stage: 'rcpt-to',
    verdict: 'fail',
    code: 'EHLO_REFUSED',
  },
  {
    server: 'drops at RCPT',
    script: { answers: { rcpt: reset } },
    stage: 'rcpt-to',
    verdict: 'inconclusive',
    code: 'CONNECTION_LOST',
  },
  {
    server: 'refuses DATA',
    script: { answers: { data: '554 5.5.1 no\r\n' } },
    stage: 'data',
    verdict: 'fail',
    code: 'TEST_MAIL_REFUSED',
  },
  {
    server: 'forbids sending as the sender',
    script: { answers: { end: '554 5.2.252 SendAsDenied; not allowed to send as\r\n' } },
    stage: 'data',
    verdict: 'fail',
    code: 'TEST_MAIL_SEND_AS_REFUSED',
  },
  {
    server: 'forbids the sender with 5.7.60',
    script: { answers: { end: '550 5.7.60 SMTP; Client does not have permissions to send as this sender\r\n' } },
    stage: 'data',
    verdict: 'fail',
    code: 'TEST_MAIL_SEND_AS_REFUSED',
  },
  {
    server: 'cannot store the mail',
    script: { answers: { end: '451 4.3.0 later\r\n' } },
    stage: 'data',
    verdict: 'inconclusive',
    code: 'TEST_MAIL_TEMPORARY',
  },
  {
    server: 'finds the mail too large',
    script: { answers: { end: '552 5.3.4 too big\r\n' } },
    stage: 'data',
    verdict: 'fail',
    code: 'TEST_MAIL_TOO_LARGE',
  },
  {
    server: 'announces a tiny size',
    script: { answers: { 'ehlo-after-tls': '250-x\r\n250-AUTH PLAIN\r\n250 SIZE 10\r\n' } },
    stage: 'mail-from',
    verdict: 'fail',
    code: 'TEST_MAIL_TOO_LARGE',
  },
  {
    server: 'drops after the final dot',
    script: { answers: { end: drop } },
    stage: 'data',
    verdict: 'inconclusive',
    code: 'TEST_MAIL_ANSWER_LOST',
  },
  {
    server: 'is silent after the final dot',
    script: { answers: { end: silent } },
    stage: 'data',
    verdict: 'inconclusive',
    code: 'TEST_MAIL_ANSWER_LOST',
  },
];

describe('a check of a server that', () => {
  it.each(cases)(
    '$server ends at $stage with $code',
    async ({ script, certificate, security, stage, verdict, code }) => {
      const { port } = await start(script, certificate);
      const { results, session, mail } = await check(port, security);
      expect(stopping(results)).toEqual({ stage, verdict, code });
      const lines = [...session.transcript, ...mail.transcript].map(({ text }) => text);
      expect(lines.join('\n')).not.toContain(testPassword.trim());
      expect(lines.length).toBeLessThanOrEqual(402);
      expect(lines.every((line) => line.length <= 4000 && !/\p{Cc}/u.test(line))).toBe(true);
    },
  );
});

describe('a check of a good server', () => {
  it('passes every stage and reports what it found', async () => {
    const { port } = await start({});
    const { results, session, mail } = await check(port);
    expect(results.map(({ stage, verdict, code }) => [stage, verdict, code])).toEqual([
      ['connect', 'pass', 'CONNECTED'],
      ['greeting', 'pass', 'GREETING_RECEIVED'],
      ['ehlo', 'pass', 'EHLO_ACCEPTED'],
      ['tls', 'pass', 'TLS_VERIFIED'],
      ['auth', 'pass', 'AUTH_ACCEPTED'],
      ['mail-from', 'pass', 'SENDER_ACCEPTED'],
      ['rcpt-to', 'pass', 'RECIPIENT_ACCEPTED'],
      ['data', 'pass', 'TEST_MAIL_ACCEPTED'],
    ]);
    expect(results[2]?.facts).toEqual({
      extensions: ['8BITMIME', 'AUTH', 'SIZE'],
      authMechanisms: ['PLAIN', 'LOGIN'],
      authMechanismsBeforeTls: [],
      maxSize: 1_000_000,
    });
    expect(results[3]?.facts).toMatchObject({ version: 'TLSv1.3', names: [testHost, '127.0.0.1'] });
    expect(results[4]?.facts).toEqual({ mechanism: 'PLAIN' });
    expect(session.certificateExpiresAt).toBe(results[3]?.facts['expiresAt']);
    expect(mail.transcript.map(({ text }) => text)).toContain('AUTH PLAIN [secret]');
    expect(results.every(({ durationMs }) => Number.isInteger(durationMs) && durationMs >= 0)).toBe(true);
  });

  it.each(['starttls', 'tls'] as const)('verifies the certificate for an address with %s', async (security) => {
    const { port } = await start({ implicitTls: security === 'tls' });
    expect(overallVerdict((await check(port, security, '127.0.0.1')).results)).toBe('pass');
  });

  it('warns of a certificate that expires soon', async () => {
    const { port } = await start({}, 'expiringSoon');
    const { results, session } = await check(port);
    const tls = results.find(({ stage }) => stage === 'tls');
    expect(tls).toMatchObject({ verdict: 'warn', code: 'TLS_CERTIFICATE_EXPIRES_SOON', facts: { daysLeft: 9 } });
    expect(session.certificateExpiresAt).toBe(tls?.facts['expiresAt']);
  });

  it('uses LOGIN where only that is offered, and passes the password byte for byte', async () => {
    const { port } = await start({ answers: { 'ehlo-after-tls': '250-x\r\n250 AUTH LOGIN\r\n' } });
    expect(overallVerdict((await check(port)).results)).toBe('pass');
    const sent = server?.encrypted.split('\r\n').map((line) => Buffer.from(line, 'base64').toString('utf8'));
    expect(sent).toContain(testPassword);
  });

  it('logs in even where AUTH is not announced', async () => {
    const { port } = await start({ answers: { 'ehlo-after-tls': '250 mail.example.test\r\n' } });
    expect(overallVerdict((await check(port)).results)).toBe('pass');
    expect(server?.encrypted).toContain('AUTH PLAIN ');
  });

  it('sends the same mail for the same run, with the code and the production sender', async () => {
    const { port } = await start({});
    const { prober, codes } = workbench(port);
    const target = customerServer({ port });
    await prober.sendTestMail(target, testMail, never);
    await prober.sendTestMail(target, testMail, never);
    const received = server?.encrypted ?? '';
    const ids = received.match(/^Message-ID: .*$/gm);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    const code = codes.codeFor(testMail.organizationId, testMail.revision, testMail.run);
    expect(received).toContain(`${code.slice(0, 4)}-${code.slice(4)}`);
    expect(received).toContain('From: Example <contracts@example.test>');
    expect(received).toContain(`MAIL FROM:<${testMail.recipient}>`);
    expect(received).toContain(`Reply-To: ${testMail.recipient}`);
    expect(received).toContain('Auto-Submitted: auto-generated');
  });
});

describe('what a check finds out about a bad certificate', () => {
  it.each([
    ['expired', 'starttls', { names: [testHost] }],
    ['wrongName', 'tls', { names: ['other.example.test'] }],
  ] as const)('tells names and end of the %s one with %s', async (kind, security, facts) => {
    const { port } = await start({ implicitTls: security === 'tls' }, kind);
    const { results } = await check(port, security);
    const tls = results.find(({ stage }) => stage === 'tls');
    expect(tls?.facts).toMatchObject(facts);
    expect(tls?.facts['expiresAt']).toEqual(expect.any(String));
    expect(`${server?.clear}${server?.encrypted}`).not.toMatch(/AUTH/);
  });

  it.each([
    [{ implicitTls: true }, 'starttls', 'TLS'],
    [{}, 'tls', 'STARTTLS'],
  ] as const)('names the right mode: %j with %s', async (script, security, rightMode) => {
    const { port } = await start(script);
    const { results } = await check(port, security);
    expect(results.find(({ stage }) => stage === 'tls')?.facts).toEqual({ rightMode, greeted: true });
  });
});

describe('what leaves before TLS is verified', () => {
  it.each(cases.filter(({ stage, security }) => stage === 'tls' && security !== 'tls'))(
    'is no login and no mail when the server $server',
    async ({ script, certificate, security }) => {
      const { port } = await start(script, certificate);
      await check(port, security);
      const secret = Buffer.from(testPassword, 'utf8').toString('base64');
      const captured = `${server?.clear}${server?.encrypted}`;
      expect(captured).not.toMatch(/AUTH|MAIL|RCPT|DATA/i);
      expect(captured).not.toContain(secret.slice(4, -4));
    },
  );

  it('is nothing but EHLO and STARTTLS towards a good server', async () => {
    const { port } = await start({});
    await check(port);
    for (const { clear } of server?.captures ?? []) {
      expect(clear).toBe('EHLO client.example.test\r\nSTARTTLS\r\n');
    }
  });
});

describe('a check that reaches no server', () => {
  it('says so when the port is closed', async () => {
    const { port } = await start({});
    await server?.stop();
    server = undefined;
    expect(stopping((await check(port)).results)).toEqual({
      stage: 'connect',
      verdict: 'fail',
      code: 'CONNECTION_REFUSED',
    });
  });

  it.each([
    ['no address is allowed', { networks: [] }, 'dns', 'EGRESS_ADDRESS_REFUSED'],
    [
      'one of several is not',
      { resolver: new FakeResolver(['127.0.0.1', '10.0.0.1']) },
      'dns',
      'EGRESS_ADDRESS_REFUSED',
    ],
    ['the port is not allowed', { ports: [587] }, 'egress', 'EGRESS_PORT_REFUSED'],
  ] as const)('opens no connection when %s', async (_, options, stage, code) => {
    const { port } = await start({});
    const { prober } = smtpWorkbench({ authorities: null, ports: [port], ...options });
    const target = customerServer({ port });
    const looked = await prober.resolve(target.settings, never);
    const opened = await prober.openSession(target, never);
    const sent = await prober.sendTestMail(target, testMail, never);
    for (const { results } of [looked, opened, sent])
      expect(stopping(results)).toEqual({ stage, verdict: 'fail', code });
    expect(server?.connections).toBe(0);
  });

  it('names the addresses that were found', async () => {
    const { prober } = smtpWorkbench({ authorities: null, ports: [587], resolver: new FakeResolver(['127.0.0.1']) });
    const { results } = await prober.resolve(customerServer({ port: 587 }).settings, never);
    expect(results).toMatchObject([
      { stage: 'egress', verdict: 'pass', facts: { host: testHost, port: 587 } },
      { stage: 'dns', verdict: 'pass', facts: { addresses: ['127.0.0.1'] } },
    ]);
  });

  it('warns where the settings contradict what is known of the provider, whatever comes of them', async () => {
    const { prober } = smtpWorkbench({ authorities: null, ports: [465] });
    const target = customerServer({ host: 'smtp.office365.com', port: 465, security: 'tls' });
    const { results } = await prober.resolve(target.settings, never);
    expect(results.map(({ id, verdict, code }) => [id, verdict, code])).toEqual([
      ['egress', 'pass', 'EGRESS_ALLOWED'],
      ['egress-provider', 'pass', 'PROVIDER_RECOGNISED'],
      ['egress-provider-port', 'warn', 'PROVIDER_PORT_MISMATCH'],
      ['egress-provider-login', 'warn', 'PROVIDER_BASIC_AUTH_ENDING'],
      ['dns', 'pass', 'DNS_RESOLVED'],
    ]);
    const refused = await smtpWorkbench({ authorities: null, ports: [587] }).prober.resolve(target.settings, never);
    expect(stopping(refused.results)).toEqual({ stage: 'egress', verdict: 'fail', code: 'EGRESS_PORT_REFUSED' });
    expect(refused.results.map(({ code }) => code)).toContain('PROVIDER_PORT_MISMATCH');
  });

  it('judges the sender’s domain in the DNS, and asks for public reverse names alone', async () => {
    const dns = await ScriptedDnsServer.start({ 'example.test': { txt: ['v=spf1 -all'], mx: ['mx.example.test'] } });
    const posture = new DnsPostureReader({ timeoutMs: 500, servers: [dns.address] });
    const { prober } = smtpWorkbench({ authorities: null, ports: [587], posture });
    const { results } = await prober.resolve(customerServer({ port: 587 }).settings, never);
    expect(results.slice(2).map(({ id, stage, verdict, code }) => [id, stage, verdict, code])).toEqual([
      ['dns-spf', 'dns', 'warn', 'SPF_WITHOUT_SERVER'],
      ['dns-dmarc', 'dns', 'warn', 'DMARC_MISSING'],
      ['dns-mx', 'dns', 'pass', 'MX_FOUND'],
    ]);
    expect(overallVerdict(results)).toBe('warn');
    expect(dns.questions.filter((name) => name.endsWith('.arpa'))).toEqual([]);
    await dns.stop();
  });

  it('is not held up by a DNS that says nothing of the sender’s domain', async () => {
    const dns = await ScriptedDnsServer.start({
      'example.test': { silent: true },
      '_dmarc.example.test': { silent: true },
    });
    const posture = new DnsPostureReader({ timeoutMs: 200, servers: [dns.address] });
    const { prober } = smtpWorkbench({ authorities: null, ports: [587], posture });
    const { results } = await prober.resolve(customerServer({ port: 587 }).settings, never);
    expect(overallVerdict(results)).toBe('pass');
    expect(results.slice(2).map(({ verdict }) => verdict)).toEqual(['skipped', 'skipped', 'skipped']);
    await dns.stop();
  });

  it('does not take an unknown name for trouble of ours', async () => {
    const resolver = new FakeResolver();
    resolver.answerWith({ status: 'not-found' });
    const { prober } = smtpWorkbench({ authorities: null, ports: [587], resolver });
    const { results } = await prober.resolve(customerServer({ port: 587 }).settings, never);
    expect(results.map(({ code }) => code)).toEqual(['EGRESS_ALLOWED', 'DNS_NOT_FOUND']);
  });
});

describe('a check and our own trouble', () => {
  it('throws when the vault does', async () => {
    const { port } = await start({});
    const options = { authorities: certificates.authority.certificate, ports: [port], vaultError: new Error('gone') };
    await expect(smtpWorkbench(options).prober.openSession(customerServer({ port }), never)).rejects.toThrow('gone');
  });

  it('is inconclusive when somebody interrupts it', async () => {
    const { port } = await start({ answers: { greeting: silent } });
    const controller = new AbortController();
    const checking = workbench(port).prober.openSession(customerServer({ port }), controller.signal);
    controller.abort();
    expect(stopping((await checking).results)).toMatchObject({ verdict: 'inconclusive', code: 'CHECK_INTERRUPTED' });
  });

  it('ends in time when the server answers drop by drop', async () => {
    const { port } = await start({ dripMs: 15 });
    const options = { authorities: certificates.authority.certificate, ports: [port] };
    const timeouts = { greetingMs: 5000, idleMs: 5000, setUpMs: 700 };
    const { prober } = smtpWorkbench({ ...options, timeouts });
    const started = performance.now();
    const { results } = await prober.openSession(customerServer({ port }), never);
    expect(stopping(results)).toMatchObject({ verdict: 'inconclusive', code: 'SERVER_TOO_SLOW' });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it.each(['', 'with\0nul'])('fails a password that SMTP cannot carry: %j', async (password) => {
    const { port } = await start({});
    const options = { authorities: certificates.authority.certificate, ports: [port], password };
    const { results } = await smtpWorkbench(options).prober.openSession(customerServer({ port }), never);
    expect(stopping(results)).toEqual({ stage: 'auth', verdict: 'fail', code: 'AUTH_PASSWORD_UNUSABLE' });
    expect(server?.encrypted).not.toContain('AUTH');
  });

  it('keeps a password out of the transcript that the server repeats', async () => {
    const echo = Buffer.from(`\0mailer@example.test\0${testPassword}`, 'utf8').toString('base64');
    const { port } = await start({ answers: { auth: `535 5.7.8 bad ${testPassword} or ${echo}\r\n` } });
    const { session } = await check(port);
    const transcript = JSON.stringify(session.transcript);
    expect(transcript).toContain('or [secret]');
    expect(transcript).not.toContain(testPassword.trim().slice(0, 4));
    expect(transcript).not.toContain(echo.slice(0, 12));
  });
});
