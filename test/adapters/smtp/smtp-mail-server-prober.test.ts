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
import { drop, reset, ScriptedSmtpServer, silent, type Script } from '../../support/scripted-smtp-server';
import { customerServer, never, smtpWorkbench, testHost, testMail, testPassword } from '../../support/smtp-workbench';

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
