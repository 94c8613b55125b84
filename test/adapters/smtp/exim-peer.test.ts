import { CertificateAuthority, expiredYesterday, type CertifiedKey } from '../../../dev/certificates';
import { failingStage, overallVerdict, type CheckCode, type CheckStage } from '../../../domain/check-report';
import { startExim, type Exim, type EximMechanism, type EximOptions } from '../../support/exim';
import { customerServer, never, smtpWorkbench, testHost, testMail } from '../../support/smtp-workbench';

const user = { name: 'mailer@example.test', password: 'a-password-with-odd-/-characters' };

let authority: CertificateAuthority;
let certificate: CertifiedKey;
let exim: Exim | undefined;

beforeAll(async () => {
  authority = await CertificateAuthority.create('Test authority');
  certificate = await authority.issue({ names: [testHost] });
});

afterEach(async () => {
  await exim?.stop();
  exim = undefined;
});

async function start(options: Partial<EximOptions> = {}): Promise<Exim> {
  exim = await startExim({ certificate, user, hostName: testHost, ...options });
  return exim;
}

/** Checks to the end and says where and why it stopped. */
async function check(port: number, security: 'tls' | 'starttls', password = user.password) {
  const timeouts = { greetingMs: 10_000, idleMs: 10_000, finalReplyMs: 10_000, setUpMs: 20_000, transactionMs: 20_000 };
  const { prober } = smtpWorkbench({ authorities: authority.certificate, ports: [port], password, timeouts });
  const target = customerServer({ port, security });
  const session = await prober.openSession(target, never);
  const mail = failingStage(session.results) === null ? await prober.sendTestMail(target, testMail, never) : undefined;
  const results = [...session.results, ...(mail?.results ?? [])];
  const stopped = results.find(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
  const mechanism = results.find(({ stage }) => stage === 'auth')?.facts['mechanism'];
  return { verdict: overallVerdict(results), stage: stopped?.stage, code: stopped?.code, mechanism };
}

it('a real Exim passes with STARTTLS and with TLS, and tells wrong modes and passwords', async () => {
  const { startTlsPort, tlsPort } = await start();
  await expect(check(startTlsPort, 'starttls')).resolves.toMatchObject({ verdict: 'pass', mechanism: 'PLAIN' });
  await expect(check(tlsPort, 'tls')).resolves.toMatchObject({ verdict: 'pass' });
  await expect(check(startTlsPort, 'tls')).resolves.toMatchObject({ stage: 'tls', code: 'TLS_WRONG_MODE' });
  await expect(check(tlsPort, 'starttls')).resolves.toMatchObject({ stage: 'tls', code: 'TLS_WRONG_MODE' });
  await expect(check(startTlsPort, 'starttls', 'guess')).resolves.toMatchObject({
    stage: 'auth',
    code: 'AUTH_REFUSED',
  });
});

it.each<EximMechanism>(['LOGIN', 'CRAM-MD5'])('a real Exim takes a login by %s alone', async (mechanism) => {
  const { startTlsPort } = await start({ mechanisms: [mechanism] });
  await expect(check(startTlsPort, 'starttls')).resolves.toMatchObject({ verdict: 'pass', mechanism });
});

interface Broken {
  readonly configuration: string;
  readonly options: Partial<EximOptions>;
  readonly stage: CheckStage;
  readonly verdict: 'fail' | 'inconclusive';
  readonly code: CheckCode;
}

const broken: readonly Broken[] = [
  {
    configuration: 'without TLS',
    options: { settings: { tls_advertise_hosts: '' } },
    stage: 'tls',
    verdict: 'fail',
    code: 'TLS_NOT_OFFERED',
  },
  {
    configuration: 'that lets no account use this sender',
    options: { rules: { mail: ['  deny message = Sender address not owned by authenticated user'] } },
    stage: 'mail-from',
    verdict: 'fail',
    code: 'SENDER_REFUSED',
  },
  {
    configuration: 'that relays for nobody',
    options: { rules: { rcpt: ['  deny message = relay not permitted'] } },
    stage: 'rcpt-to',
    verdict: 'fail',
    code: 'RELAY_REFUSED',
  },
  {
    configuration: 'that greylists',
    options: { rules: { rcpt: ['  defer message = greylisted, please come back'] } },
    stage: 'rcpt-to',
    verdict: 'inconclusive',
    code: 'RECIPIENT_TEMPORARY',
  },
  {
    configuration: 'that takes no content of ours',
    options: { rules: { data: ['  deny message = This message looks like spam'] } },
    stage: 'data',
    verdict: 'fail',
    code: 'TEST_MAIL_REFUSED',
  },
  {
    configuration: 'that takes tiny mails only',
    options: { settings: { message_size_limit: '100' } },
    stage: 'mail-from',
    verdict: 'fail',
    code: 'TEST_MAIL_TOO_LARGE',
  },
];

it.each(broken)('a real Exim $configuration is told apart: $code', async ({ options, stage, verdict, code }) => {
  const { startTlsPort } = await start(options);
  await expect(check(startTlsPort, 'starttls')).resolves.toMatchObject({ stage, verdict, code });
});

it('a real Exim with an expired certificate is told apart', async () => {
  const { tlsPort } = await start({ certificate: await authority.issue({ names: [testHost], ...expiredYesterday() }) });
  await expect(check(tlsPort, 'tls')).resolves.toMatchObject({ stage: 'tls', code: 'TLS_CERTIFICATE_EXPIRED' });
});
