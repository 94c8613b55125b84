import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

import { CertificateAuthority, selfSignedCertificate, type CertifiedKey } from '../../dev/certificates';
import { freePort } from '../../dev/support/ports';
import { receiving } from '../../dev/mail/smtp-handlers';
import { SmtpReply } from '../../dev/mail/smtp-listener';
import { checkStages, type CheckResult } from '../../domain/check-report';
import { checkServer } from '../../tools/check-server';
import { ScriptedDnsServer } from '../support/scripted-dns-server';
import { drop, ScriptedSmtpServer, silent, type Script } from '../support/scripted-smtp-server';
import { startPostfix } from '../support/postfix';
import { TokenEndpoint } from '../support/token-endpoint';

const user = 'mailer@example.test';
const password = ' p äß "quoted" = \\ word ';
const from = 'contracts@example.test';
const to = 'admin@example.test';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface JsonReport {
  readonly verdict: string;
  readonly failingStage: string | null;
  readonly results: readonly CheckResult[];
  readonly capabilities: Record<string, unknown> | null;
  readonly tls: { readonly verified: boolean; readonly chain: readonly { readonly names: readonly string[] }[] } | null;
}

let folder: string;
let authority: CertificateAuthority;
let certificate: CertifiedKey;
const cleanUps: (() => Promise<void>)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'check-server-'));
  authority = await CertificateAuthority.create('Test authority');
  certificate = await authority.issue({ names: ['localhost', '127.0.0.1'] });
  writeFileSync(join(folder, 'password'), `${password}\n`);
  writeFileSync(join(folder, 'wrong'), 'guess\n');
  writeFileSync(join(folder, 'ca.pem'), authority.certificate);
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<Outcome> {
  return await runWithin(undefined, ...args);
}

/** With another time for the check than it has in the service. */
async function runWithin(deadlineMs: number | undefined, ...args: string[]): Promise<Outcome> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await checkServer(args, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    signal: new AbortController().signal,
    ...(deadlineMs && { deadlineMs }),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

function file(name: string): string {
  return join(folder, name);
}

/** The arguments that reach a server on the loopback address; later ones win. */
function reaching(port: number, changes: Readonly<Record<string, string>> = {}): string[] {
  const options = {
    host: '127.0.0.1',
    port: String(port),
    security: 'starttls',
    user,
    'password-file': file('password'),
    from,
    to,
    ca: file('ca.pem'),
    'allow-network': '127.0.0.0/8',
    'allow-port': String(port),
    'ehlo-name': 'check.example.test',
    ...changes,
  };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

async function scripted(script: Script, shown = certificate): Promise<ScriptedSmtpServer> {
  const server = await ScriptedSmtpServer.start({ tls: { cert: shown.certificate, key: shown.key }, ...script });
  cleanUps.push(() => server.stop());
  return server;
}

async function realServer(options: SMTPServerOptions = {}): Promise<{ port: number; mails: Buffer[] }> {
  const mails: Buffer[] = [];
  const server = new SMTPServer({
    key: certificate.key,
    cert: certificate.certificate,
    size: 5_000_000,
    onAuth: (auth, _session, callback) =>
      auth.password === password && auth.username === user
        ? callback(null, { user })
        : callback(new Error('Invalid username or password')),
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks));
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  cleanUps.push(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

describe('check-server against a real SMTP server', () => {
  it.each(['starttls', 'tls'] as const)('passes with %s, and the test mail arrives', async (security) => {
    const { port, mails } = await realServer({ secure: security === 'tls' });
    const { code, out, err } = await run(...reaching(port, { security }), '--no-return', '--json');
    expect(code).toBe(0);
    expect(err).toBe('');
    const report = JSON.parse(out) as JsonReport;
    expect(Object.keys(report)).toEqual(['verdict', 'failingStage', 'results', 'capabilities', 'tls']);
    for (const result of report.results) {
      expect(Object.keys(result).toSorted()).toEqual(['code', 'durationMs', 'facts', 'id', 'stage', 'verdict']);
    }
    expect(report).toMatchObject({ verdict: 'pass', failingStage: null });
    expect(report.results.map(({ stage }) => stage)).toEqual(checkStages);
    expect(report.results.at(-1)).toMatchObject({ verdict: 'skipped', code: 'RETURNED_MAIL_NOT_AWAITED' });
    expect(report.capabilities).toMatchObject({
      size: 5_000_000,
      eightBitMime: true,
      pipelining: true,
      authBeforeTls: security === 'tls' ? [] : ['LOGIN', 'PLAIN'],
      authAfterTls: ['LOGIN', 'PLAIN'],
    });
    expect(report.tls).toMatchObject({ verified: true, version: 'TLSv1.3', chain: [{ issuer: 'Test authority' }, {}] });
    expect(report.tls?.chain[0]?.names).toEqual(['localhost', '127.0.0.1']);
    const [mail] = await Promise.all(mails.map((bytes) => simpleParser(bytes)));
    expect(mail).toMatchObject({ from: { value: [{ address: from }] }, to: { value: [{ address: to }] } });
  });

  it('says that nothing listens for the returned mail', async () => {
    const { port } = await realServer();
    const report = JSON.parse((await run(...reaching(port), '--json')).out) as JsonReport;
    expect(report.results.at(-1)).toMatchObject({
      stage: 'returned-mail',
      verdict: 'skipped',
      code: 'RETURNED_MAIL_NO_LISTENER',
    });
  });

  describe('with a port where the test mail comes back', () => {
    const returning = (port: number, wait = '30') => [
      '--return-listen',
      `127.0.0.1:${port}`,
      '--return-domain',
      'Check.example.test',
      '--return-wait',
      wait,
    ];

    /** A server that takes the Reply-To off, and delivers what is for the check domain to a port. */
    async function deliveringServer(checkPort: number) {
      const transport = createTransport({ host: '127.0.0.1', port: checkPort, ignoreTLS: true, name: 'mail.test' });
      return await realServer(
        receiving(async ({ raw, session }) => {
          const recipients = session.envelope.rcptTo.map(({ address }) => address);
          const checked = recipients.filter((address) => address.endsWith('@check.example.test'));
          const changed = raw.toString('latin1').replace(/^Reply-To:.*\r\n/m, '');
          await transport.sendMail({ envelope: { from, to: checked }, raw: changed });
          return '2.0.0 Delivered';
        }),
      );
    }

    it('waits for the mail, and says what the server made of it and which return paths it accepts', async () => {
      const back = await freePort();
      const { port } = await deliveringServer(back);
      const { code, out } = await run(...reaching(port), ...returning(back), '--json');
      const report = JSON.parse(out) as JsonReport;
      const found = report.results.map(({ id, verdict, code: what }) => `${id} ${verdict} ${what}`);
      expect(found.slice(found.findIndex((line) => line.startsWith('mail-from')))).toEqual([
        'mail-from pass SENDER_ACCEPTED',
        'mail-from-tracked pass RETURN_PATH_ACCEPTED',
        'mail-from-reply-to pass RETURN_PATH_ACCEPTED',
        'rcpt-to pass RECIPIENT_ACCEPTED',
        'data pass TEST_MAIL_ACCEPTED',
        'returned-mail pass RETURNED_MAIL_RECEIVED',
        'returned-mail-headers warn RETURNED_MAIL_REWRITTEN',
        'returned-mail-authentication warn RETURNED_MAIL_UNAUTHENTICATED',
      ]);
      expect({ code, verdict: report.verdict }).toEqual({ code: 0, verdict: 'warn' });
      expect(report.results.find(({ id }) => id === 'returned-mail-headers')?.facts).toEqual({ fields: ['Reply-To'] });
    });

    it('warns of a server that refuses the check address, and waits for nothing', async () => {
      const { port, mails } = await realServer({
        onRcptTo: ({ address }, _session, done) =>
          done(address === to ? null : new SmtpReply(550, '5.7.1 Relaying denied')),
      });
      const { code, out } = await run(...reaching(port), ...returning(await freePort()), '--json');
      const { verdict, results } = JSON.parse(out) as JsonReport;
      expect({ code, verdict, mails: mails.length }).toEqual({ code: 0, verdict: 'warn', mails: 1 });
      expect(results.filter(({ stage }) => stage === 'rcpt-to')).toMatchObject([
        { verdict: 'pass', code: 'RECIPIENT_ACCEPTED', facts: { recipient: to } },
        {
          id: 'rcpt-to-check',
          verdict: 'warn',
          code: 'CHECK_ADDRESS_REFUSED',
          facts: { replyCode: 550, enhancedStatus: '5.7.1' },
        },
      ]);
      expect(results.find(({ stage }) => stage === 'data')).toMatchObject({ code: 'TEST_MAIL_ACCEPTED' });
      expect(results.at(-1)).toMatchObject({ stage: 'returned-mail', verdict: 'skipped' });
    });

    it('is undecided, not failed, when the mail does not come back in time', async () => {
      const { port } = await realServer();
      const { code, out } = await run(...reaching(port), ...returning(await freePort(), '1'), '--json');
      expect(code).toBe(2);
      const report = JSON.parse(out) as JsonReport;
      expect(report).toMatchObject({ verdict: 'inconclusive', failingStage: 'returned-mail' });
      const facts = { seconds: 1, domain: 'check.example.test' };
      expect(report.results.at(-1)).toMatchObject({ code: 'RETURNED_MAIL_MISSING', facts });
    });

    it('waits for nothing with --no-return', async () => {
      const { port } = await realServer();
      const { code, out } = await run(...reaching(port), ...returning(await freePort()), '--no-return', '--json');
      expect(code).toBe(0);
      expect((JSON.parse(out) as JsonReport).results.at(-1)).toMatchObject({ code: 'RETURNED_MAIL_NOT_AWAITED' });
    });

    it('sends nothing where the port is taken, and says so', async () => {
      const { port, mails } = await realServer();
      const { code, err } = await run(...reaching(port), ...returning(port));
      expect(code).toBe(2);
      expect(err).toContain('EADDRINUSE');
      expect(mails).toEqual([]);
    });
  });

  it('tells progress and result in the chosen language', async () => {
    const { port } = await realServer();
    const german = await run(...reaching(port), '--locale', 'de');
    expect(german.err.split('\n').slice(-4)).toEqual(['Anmeldung …', 'Absender …', 'Empfänger …', 'Testmail …']);
    expect(german.out).toContain('Ergebnis: bestanden');
    expect(german.out).toContain('Anmeldung nach TLS: LOGIN, PLAIN');
    const english = await run(...reaching(port));
    expect(english.err.split('\n')).toContain('Login …');
    expect(english.out).toContain('Result: passed');
    expect(english.out).toMatch(/127\.0\.0\.1\], issued by Test authority, valid until \d{4}-\d\d-\d\d/);
    expect(english.out + german.out).not.toContain(password.trim());
  });

  it('fails with a wrong password, and says where and what to do', async () => {
    const { port, mails } = await realServer();
    const { code, out } = await run(...reaching(port, { 'password-file': file('wrong') }));
    expect(code).toBe(1);
    expect(out).toContain('failed    Login              User name or password is wrong');
    expect(out).toContain('To do: Enter user name and password again');
    expect(out).toContain('Result: not passed (at Login)');
    expect(mails).toEqual([]);
  });

  it('sends from the given sender, in the envelope too', async () => {
    const senders: string[] = [];
    const { port } = await realServer({
      onMailFrom: ({ address }, _session, callback) => {
        senders.push(address);
        callback();
      },
    });
    await run(...reaching(port), '--no-return');
    expect(senders).toEqual([from]);
  });
});

it('passes against a real Postfix, and tells its refusals apart', async () => {
  const login = { name: 'mailer@example.test', password };
  const postfix = await startPostfix({ certificate, users: [login], refusedRecipients: ['nobody@example.test'] });
  cleanUps.push(() => postfix.stop());
  const { startTlsPort, tlsPort } = postfix;
  await expect(run(...reaching(startTlsPort), '--no-return')).resolves.toMatchObject({ code: 0 });
  await expect(run(...reaching(tlsPort, { security: 'tls' }), '--no-return')).resolves.toMatchObject({ code: 0 });
  const refused = await run(...reaching(startTlsPort, { to: 'nobody@example.test' }), '--json');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out)).toMatchObject({ verdict: 'fail', failingStage: 'rcpt-to' });
});

interface Case {
  readonly name: string;
  readonly script: Script;
  readonly changes?: Readonly<Record<string, string>>;
  readonly code: 0 | 1 | 2;
  readonly stage: string | null;
  readonly finding: string;
}

const cases: readonly Case[] = [
  {
    name: 'hangs up instead of greeting',
    script: { answers: { greeting: drop } },
    code: 2,
    stage: 'greeting',
    finding: 'GREETING_MISSING',
  },
  {
    name: 'refuses the greeting',
    script: { answers: { greeting: '554 5.7.1 no\r\n' } },
    code: 1,
    stage: 'greeting',
    finding: 'GREETING_REFUSED',
  },
  {
    name: 'offers no STARTTLS',
    script: { answers: { ehlo: '250 mail.example.test\r\n', starttls: '502 5.5.1 no\r\n' } },
    code: 1,
    stage: 'tls',
    finding: 'TLS_NOT_OFFERED',
  },
  {
    name: 'speaks the other kind of TLS',
    script: {},
    changes: { security: 'tls' },
    code: 1,
    stage: 'tls',
    finding: 'TLS_WRONG_MODE',
  },
  {
    name: 'cannot log in for now',
    script: { answers: { auth: '454 4.7.0 later\r\n' } },
    code: 2,
    stage: 'auth',
    finding: 'AUTH_TEMPORARY',
  },
  {
    name: 'refuses the sender',
    script: { answers: { mail: '550 5.7.1 no\r\n' } },
    code: 1,
    stage: 'mail-from',
    finding: 'SENDER_REFUSED',
  },
  {
    name: 'defers the recipient',
    script: { answers: { rcpt: '450 4.2.0 greylisted\r\n' } },
    code: 2,
    stage: 'rcpt-to',
    finding: 'RECIPIENT_TEMPORARY',
  },
  {
    name: 'refuses to send as this sender',
    script: { answers: { end: '554 5.2.252 SendAsDenied\r\n' } },
    code: 1,
    stage: 'data',
    finding: 'TEST_MAIL_SEND_AS_REFUSED',
  },
  { name: 'does all it should', script: {}, code: 0, stage: null, finding: 'TEST_MAIL_ACCEPTED' },
];

describe('check-server against a server that', () => {
  it.each(cases)('$name', async ({ script, changes, code, stage, finding }) => {
    const { port } = await scripted(script);
    const outcome = await run(...reaching(port, changes), '--json', '--no-return');
    const report = JSON.parse(outcome.out) as JsonReport;
    expect([outcome.code, report.failingStage]).toEqual([code, stage]);
    expect(report.results.map((result) => result.code)).toContain(finding);
    expect(new Set(report.results.map((result) => result.stage))).toEqual(new Set(checkStages));
    expect(new Set(report.results.map(({ id }) => id)).size).toBe(report.results.length);
  });

  it('shows an untrusted certificate, which is reported as not verified', async () => {
    const server = await scripted({}, await selfSignedCertificate({ names: ['127.0.0.1'] }));
    const { code, out } = await run(...reaching(server.port), '--json');
    const report = JSON.parse(out) as JsonReport;
    expect(code).toBe(1);
    expect(report).toMatchObject({ failingStage: 'tls', tls: { verified: false, chain: [{ names: ['127.0.0.1'] }] } });
    expect(server.encrypted).not.toContain('AUTH');
  });

  it('is stopped by a signal', async () => {
    const { port } = await scripted({ answers: { greeting: silent } });
    const out: string[] = [];
    const signal = AbortSignal.abort();
    const world = { out: (text: string) => out.push(text), err: () => undefined, signal };
    await expect(checkServer(reaching(port), world)).resolves.toBe(2);
    expect(out.join('\n')).toContain('undecided');
  });
});

describe('the time for a check', () => {
  const deadlineMs = 2_500;
  const slackMs = 3_000;

  it.each<[string, Script, 'starttls' | 'tls']>([
    ['says nothing', { answers: { greeting: silent } }, 'starttls'],
    ['says nothing where TLS is spoken from the first byte', { answers: { greeting: silent } }, 'tls'],
    ['is slow at every step', { dripMs: 12 }, 'starttls'],
    ['says nothing once it has the mail', { answers: { end: silent } }, 'starttls'],
  ])('is the same whatever the server does: one that %s is cut off', async (_, script, security) => {
    const { port } = await scripted(script);
    const started = performance.now();
    const { code, out } = await runWithin(deadlineMs, ...reaching(port, { security }), '--no-return', '--json');
    expect(performance.now() - started).toBeLessThan(deadlineMs + slackMs);
    const { verdict, results } = JSON.parse(out) as JsonReport;
    expect([code, verdict]).toEqual([2, 'inconclusive']);
    expect(new Set(results.map(({ stage }) => stage))).toEqual(new Set(checkStages));
  });

  it('does not count what the test mail takes to come back', async () => {
    const { port } = await realServer();
    const back = { 'return-listen': String(await freePort()), 'return-domain': 'back.test', 'return-wait': '4' };
    const started = performance.now();
    const { code, out } = await runWithin(deadlineMs, ...reaching(port, back), '--json');
    expect(performance.now() - started).toBeGreaterThan(4_000);
    expect(code).toBe(2);
    expect((JSON.parse(out) as JsonReport).results.find(({ stage }) => stage === 'returned-mail')).toMatchObject({
      code: 'RETURNED_MAIL_MISSING',
      facts: { seconds: 4 },
    });
  });
});

describe('check-server and the egress policy', () => {
  it('refuses addresses that nobody opened, without connecting', async () => {
    const server = await scripted({});
    const args = reaching(server.port, { 'allow-network': '10.9.0.0/16' });
    const { code, out } = await run(...args, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ failingStage: 'egress', capabilities: null, tls: null });
    expect(server.connections).toBe(0);
  });

  it('refuses ports that nobody opened', async () => {
    const server = await scripted({});
    const { out } = await run(...reaching(server.port, { 'allow-port': '2526' }), '--json');
    expect((JSON.parse(out) as JsonReport).results[0]).toMatchObject({ code: 'EGRESS_PORT_REFUSED' });
    expect(server.connections).toBe(0);
  });
});

it('warns about the sender’s domain, names the record to add, and passes all the same', async () => {
  const dns = await ScriptedDnsServer.start({ 'example.test': { mx: ['mx.example.test'] } });
  cleanUps.push(() => dns.stop());
  const { port } = await realServer();
  const out: string[] = [];
  const world = { out: (text: string) => out.push(text), err: () => undefined, signal: new AbortController().signal };
  const args = [...reaching(port), '--no-return'];
  await expect(checkServer(args, { ...world, dnsServers: [dns.address] })).resolves.toBe(0);
  const report = out.join('\n').replace(/\s+/g, ' ');
  expect(report).toContain('warning Name service The SPF record is missing');
  expect(report).toContain(
    'To do: Add a TXT record to the name service (DNS) of the domain: v=spf1 ip4:127.0.0.1 ~all.',
  );
  expect(report).toContain('Result: passed, with warnings');
});

describe('check-server with other logins and certificates', () => {
  it('logs in with a token of the token endpoint', async () => {
    const endpoint = await TokenEndpoint.start(certificate);
    cleanUps.push(() => endpoint.stop());
    endpoint.answerWith({ body: { access_token: 'the-token', expires_in: 3600 } });
    const server = await scripted({});
    const login = { auth: 'oauth2', 'client-id': 'mail', 'token-endpoint': `https://127.0.0.1:${endpoint.port}/token` };
    const args = reaching(server.port, login);
    const { code, out } = await run(...args, '--allow-port', String(endpoint.port), '--no-return', '--json');
    expect(code).toBe(0);
    expect(out).toContain('XOAUTH2');
    expect(`${out}${server.clear}`).not.toContain('the-token');
    expect(endpoint.requests).toHaveLength(1);
  });

  it('accepts exactly the pinned certificate', async () => {
    const shown = await selfSignedCertificate({ names: ['anything.test'] });
    const pin = new X509Certificate(shown.certificate).fingerprint256;
    const pinned = async (sha256: string) => {
      const { port } = await scripted({}, shown);
      const args = reaching(port, { pin: sha256 });
      const withoutAuthority = args.filter((part, index) => part !== '--ca' && args[index - 1] !== '--ca');
      return await run(...withoutAuthority, '--no-return', '--json');
    };
    expect(await pinned(pin)).toMatchObject({ code: 0, out: expect.stringContaining('TLS_VERIFIED_BY_FINGERPRINT') });
    const other = await pinned(pin.replace(/^../, pin.startsWith('00') ? '01' : '00'));
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('TLS_CERTIFICATE_NOT_PINNED') });
  });

  it.each([
    [['--auth', 'oauth2'], '--token-endpoint is needed with --auth oauth2'],
    [['--auth', 'magic'], '--auth must be one of'],
    [['--auth', 'microsoft-oauth2', '--tenant', 'a/b', '--client-id', 'x'], '--tenant must be the id'],
    [['--pin', 'AB'], '--ca and --pin exclude each other'],
  ])('explains what is wrong with %j', async (args, message) => {
    const { code, err } = await run(...reaching(587), ...args);
    expect(code).toBe(3);
    expect(err).toContain(message);
  });
});

describe('check-server called in a wrong way', () => {
  it.each<[string, Record<string, string>, string, string[]]>([
    ['no option at all', {}, '--port is needed', ['--host', 'mail.example.test']],
    ['a port that is none', { port: '70000' }, '--port must be a port number', []],
    ['an unknown security', { security: 'none' }, '--security must be one of tls, starttls', []],
    ['a password file that does not exist', { 'password-file': '/no/such/file' }, 'cannot be read', []],
    ['an authority that is none', { ca: '@password' }, 'certificates in PEM form', []],
    ['a network that is none', { 'allow-network': '10.0.0.0/99' }, '--allow-network must be', []],
    ['a port to allow that is none', { 'allow-port': 'x' }, '--allow-port must be', []],
    ['a sender with a line break', { from: 'a@example.test\r\nX: y' }, '--from must not contain control', []],
    ['a host with a line break', { host: 'a\r\nb' }, '--host must not contain control', []],
    ['a recipient that is none', { to: 'nobody' }, '--to must be one plain mail address', []],
    ['a name with a space', { 'ehlo-name': 'a b' }, '--ehlo-name must be', []],
    ['an unknown language', { locale: 'fr' }, '--locale must be one of de, en', []],
    ['a port to listen on without its domain', { 'return-listen': '2525' }, 'are needed together', []],
    ['a domain without its port', { 'return-domain': 'a.test' }, 'are needed together', []],
    [
      'a port to listen on that is none',
      { 'return-listen': 'here', 'return-domain': 'a.test' },
      '--return-listen must',
      [],
    ],
    ['a return domain that is none', { 'return-listen': '25', 'return-domain': 'a b' }, '--return-domain must', []],
    [
      'a wait without end',
      { 'return-listen': '25', 'return-domain': 'a.test', 'return-wait': '0' },
      '--return-wait must',
      [],
    ],
    ['an unknown option', {}, "Unknown option '--jsn'", ['--jsn']],
  ])('explains what is wrong with %s', async (_name, changes, message, more) => {
    const given = Object.entries(changes).map(([name, value]) => [
      name,
      value === '@password' ? file('password') : value,
    ]);
    const args = more.includes('--host') ? more : [...reaching(587, Object.fromEntries(given)), ...more];
    const { code, err, out } = await run(...args);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain(message);
    expect(err).not.toContain(password.trim());
  });

  it('prints its usage', async () => {
    await expect(run('--help')).resolves.toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage: npm run -s check-server'),
    });
  });
});
