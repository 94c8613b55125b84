import { failingStage, overallVerdict, type CheckCode, type CheckStage } from '../../../domain/check-report';
import { CertificateAuthority, selfSignedCertificate, type CertifiedKey } from '../../../dev/certificates';
import { startPostfix, type Postfix, type PostfixOptions } from '../../support/postfix';
import { customerServer, freely, never, smtpWorkbench, testHost, testMail } from '../../support/smtp-workbench';

const user = { name: 'mailer@example.test', password: 'a password, with: odd / characters' };
const unknownRecipient = 'nobody@recipient.example';

let authority: CertificateAuthority;
let certificate: CertifiedKey;
let postfix: Postfix | undefined;

beforeAll(async () => {
  authority = await CertificateAuthority.create('Test authority');
  certificate = await authority.issue({ names: [testHost] });
});

afterEach(async () => {
  await postfix?.stop();
  postfix = undefined;
});

async function start(options: Partial<PostfixOptions> = {}): Promise<Postfix> {
  postfix = await startPostfix({ certificate, users: [user], hostName: testHost, ...options });
  return postfix;
}

function workbench(port: number, password = user.password) {
  const timeouts = { greetingMs: 10_000, idleMs: 10_000, finalReplyMs: 10_000, setUpMs: 20_000, transactionMs: 20_000 };
  return smtpWorkbench({ authorities: authority.certificate, ports: [port], password, timeouts });
}

/** Checks to the end and says where and why it stopped. */
async function check(port: number, security: 'tls' | 'starttls', password = user.password) {
  const { prober } = workbench(port, password);
  const target = customerServer({ port, security });
  const session = await prober.openSession(target, never);
  const mail = failingStage(session.results) === null ? await prober.sendTestMail(target, testMail, never) : undefined;
  const results = [...session.results, ...(mail?.results ?? [])];
  const stopped = results.find(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
  return { verdict: overallVerdict(results), stage: stopped?.stage, code: stopped?.code };
}

interface Broken {
  readonly configuration: string;
  readonly options: Partial<PostfixOptions>;
  readonly stage: CheckStage;
  readonly verdict: 'fail' | 'inconclusive';
  readonly code: CheckCode;
}

const broken: readonly Broken[] = [
  {
    configuration: 'without a login',
    options: { settings: { smtpd_sasl_auth_enable: 'no' } },
    stage: 'auth',
    verdict: 'fail',
    code: 'AUTH_MECHANISM_MISSING',
  },
  {
    configuration: 'that takes tiny mails only',
    options: { settings: { message_size_limit: '100' } },
    stage: 'mail-from',
    verdict: 'fail',
    code: 'TEST_MAIL_TOO_LARGE',
  },
  {
    configuration: 'that does not know the recipient',
    options: { refusedRecipients: [testMail.recipient] },
    stage: 'rcpt-to',
    verdict: 'fail',
    code: 'RECIPIENT_REFUSED',
  },
  {
    configuration: 'that greylists',
    options: {
      settings: { smtpd_recipient_restrictions: 'check_recipient_access static:{450 4.2.0 come back later}' },
    },
    stage: 'rcpt-to',
    verdict: 'inconclusive',
    code: 'RECIPIENT_TEMPORARY',
  },
  {
    configuration: 'that relays for nobody',
    options: { settings: { smtpd_relay_restrictions: 'reject_unauth_destination' } },
    stage: 'rcpt-to',
    verdict: 'fail',
    code: 'RELAY_REFUSED',
  },
  {
    configuration: 'that takes no content of ours',
    options: { settings: { header_checks: 'static:{REJECT This looks like spam}' } },
    stage: 'data',
    verdict: 'fail',
    code: 'TEST_MAIL_REFUSED',
  },
];

it.each(broken)('a real Postfix $configuration is told apart: $code', async ({ options, stage, verdict, code }) => {
  const { startTlsPort } = await start(options);
  await expect(check(startTlsPort, 'starttls')).resolves.toEqual({ verdict, stage, code });
});

describe('a real Postfix', () => {
  it('passes with STARTTLS and with TLS, and tells wrong modes and passwords', async () => {
    const { startTlsPort, tlsPort } = await start();
    await expect(check(startTlsPort, 'starttls')).resolves.toMatchObject({ verdict: 'pass' });
    await expect(check(tlsPort, 'tls')).resolves.toMatchObject({ verdict: 'pass' });
    await expect(check(startTlsPort, 'tls')).resolves.toMatchObject({ stage: 'tls', code: 'TLS_WRONG_MODE' });
    await expect(check(startTlsPort, 'starttls', 'guess')).resolves.toMatchObject({
      stage: 'auth',
      code: 'AUTH_REFUSED',
    });
  });

  it('takes mail for some recipients and refuses others', async () => {
    const { startTlsPort } = await start({ refusedRecipients: [unknownRecipient] });
    const { transport } = workbench(startTlsPort);
    const mail = {
      envelopeFrom: 'admin@example.test',
      recipients: ['somebody@recipient.example', unknownRecipient],
      bytes: Buffer.from('Subject: x\r\n\r\nbody\r\n'),
    };
    const route = { route: 'customer', server: customerServer({ port: startTlsPort }) } as const;
    const { outcomes } = await transport.send(route, mail, never, freely);
    expect(outcomes.map(({ state }) => state)).toEqual(['sent', 'undeliverable']);
    expect(outcomes[1]?.answer).toMatchObject({ replyCode: 550, enhancedStatus: '5.1.1' });
    await transport.close();
  });

  it('is told apart when the login may not use the sender', async () => {
    const { startTlsPort } = await start({
      settings: {
        smtpd_sender_login_maps: 'static:somebody-else',
        smtpd_sender_restrictions: 'reject_sender_login_mismatch',
      },
    });
    await expect(check(startTlsPort, 'starttls')).resolves.toEqual({
      verdict: 'fail',
      stage: 'rcpt-to',
      code: 'SENDER_REFUSED',
    });
  });

  it('is told apart when it refuses our EHLO name', async () => {
    const { startTlsPort } = await start({ settings: { smtpd_helo_restrictions: 'check_helo_access static:reject' } });
    await expect(check(startTlsPort, 'starttls')).resolves.toMatchObject({ verdict: 'fail', code: 'EHLO_REFUSED' });
  });

  it('is told apart when nobody vouches for its certificate', async () => {
    const { tlsPort } = await start({ certificate: await selfSignedCertificate({ names: [testHost] }) });
    await expect(check(tlsPort, 'tls')).resolves.toMatchObject({ stage: 'tls', code: 'TLS_CERTIFICATE_UNTRUSTED' });
  });
});
