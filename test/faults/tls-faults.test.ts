import type { SecureContextOptions, SecureVersion } from 'node:tls';

import { CertificateAuthority, selfSignedCertificate, type CertifiedKey } from '../../dev/certificates';
import { settingsFaults } from '../../domain/mail-server-settings';
import { tryCheck } from '../support/check-trial';
import { drop, ScriptedSmtpServer, type Script } from '../support/scripted-smtp-server';
import { customerServer, freely, never, smtpWorkbench, testHost, testPassword } from '../support/smtp-workbench';

let authority: CertificateAuthority;
let good: CertifiedKey;
let server: ScriptedSmtpServer | undefined;

beforeAll(async () => {
  authority = await CertificateAuthority.create('Test authority');
  good = await authority.issue({ names: [testHost] });
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

interface Tried {
  readonly script: Script;
  readonly security?: 'tls' | 'starttls';
  readonly tls?: SecureContextOptions & { readonly minVersion?: SecureVersion; readonly maxVersion?: SecureVersion };
}

/** A check and a mail: what the check came to, what became of the mail, and all that was heard. */
async function tryBoth({ script, security = 'starttls', tls = {} }: Tried) {
  const certified = { cert: good.certificate, key: good.key, ...tls };
  server = await ScriptedSmtpServer.start({ ...script, implicitTls: security === 'tls', tls: certified });
  const settings = { port: server.port, security };
  const bench = smtpWorkbench({ authorities: authority.certificate, ports: [server.port] });
  const trial = await tryCheck(bench, settings);
  const route = { route: 'customer', server: customerServer(settings) } as const;
  const bytes = Buffer.from('Subject: x\r\n\r\nbody\r\n');
  const mail = { envelopeFrom: 'a@example.test', recipients: ['b@example.test'], bytes };
  const { outcomes } = await bench.transport.send(route, mail, never, freely);
  await bench.transport.close();
  return { trial, states: outcomes.map(({ state }) => state), heard: `${server.clear}${server.encrypted}`, server };
}

function expectNoLogin(heard: string): void {
  const secrets = [
    'AUTH',
    'MAIL',
    'body',
    'mailer@example.test',
    testPassword,
    Buffer.from(testPassword).toString('base64'),
  ];
  for (const secret of secrets) expect(heard).not.toContain(secret);
}

describe('a server, or somebody before it, that takes STARTTLS out of the dialogue', () => {
  const stripped = '250-x\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 1000\r\n';
  const offered = '250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n';

  it.each<[string, Script['answers'], 'fail' | 'inconclusive', string]>([
    [
      'names it no more and does not know it',
      { ehlo: stripped, starttls: '502 5.5.1 what\r\n' },
      'fail',
      'TLS_NOT_OFFERED',
    ],
    [
      'writes X over it',
      { ehlo: '250-x\r\n250-XXXXXXXA\r\n250 AUTH PLAIN\r\n', starttls: '500 what\r\n' },
      'fail',
      'TLS_NOT_OFFERED',
    ],
    [
      'names it no more and calls it trouble of the moment',
      { ehlo: stripped, starttls: '454 4.7.0 later\r\n' },
      'fail',
      'TLS_NOT_OFFERED',
    ],
    [
      'names it no more and agrees, and then speaks no TLS',
      { ehlo: stripped, starttls: '250 ok\r\n' },
      'inconclusive',
      'SERVER_TOO_SLOW',
    ],
    ['names it and refuses it', { ehlo: offered, starttls: '554 5.7.3 no\r\n' }, 'fail', 'TLS_NOT_OFFERED'],
    [
      'agrees to it and goes on in clear',
      { ehlo: offered, starttls: '220 ok\r\n250 AUTH PLAIN\r\n' },
      'fail',
      'TLS_INJECTION',
    ],
    ['hangs up at it', { ehlo: offered, starttls: drop }, 'inconclusive', 'CONNECTION_LOST'],
  ])('%s: no login, and no mail, goes over the wire', async (_, answers, verdict, code) => {
    const { trial, states, heard } = await tryBoth({ script: { ...(answers && { answers }) } });
    expect(trial.end).toEqual({ stage: 'tls', verdict, code });
    expect(states).toEqual(['deferred']);
    expectNoLogin(heard);
  });
});

describe('what arrives in clear behind the go-ahead to STARTTLS', () => {
  it.each([
    ['a reply', '250 AUTH PLAIN\r\n'],
    ['a whole EHLO reply', '250-evil\r\n250-AUTH LOGIN CRAM-MD5\r\n250 SIZE 1\r\n'],
    ['a part of a line, without its end', '250-'],
    ['a greeting and more', '220 evil\r\n250 ok\r\n250 ok\r\n235 ok\r\n250 ok\r\n'],
  ])('is thrown away, and named, when it is %s', async (_, injection) => {
    const { trial, states, heard } = await tryBoth({ script: { injection } });
    expect(trial.end).toEqual({ stage: 'tls', verdict: 'fail', code: 'TLS_INJECTION' });
    expect(trial.session.capabilities?.authAfterTls ?? []).toEqual([]);
    expect(states).toEqual(['deferred']);
    expectNoLogin(heard);
  });

  it('counts for nothing when it comes a moment later, in the middle of the handshake', async () => {
    const late = { script: { answers: {}, lateInjection: '250-evil\r\n250 AUTH PLAIN\r\n' } };
    const { trial, states, heard } = await tryBoth(late);
    expect(trial.end).toMatchObject({ stage: 'tls', verdict: 'fail' });
    expect(['TLS_INJECTION', 'TLS_HANDSHAKE_FAILED']).toContain(trial.end.code);
    expect(states).toEqual(['deferred']);
    expectNoLogin(heard);
  });
});

describe('a server whose TLS is old or weak', () => {
  const lax = ':@SECLEVEL=0';

  it.each<[string, Tried['tls'], string]>([
    ['TLS 1.0 alone', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: `ALL${lax}` }, 'TLS_VERSION_TOO_OLD'],
    ['TLS 1.1 alone', { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: `ALL${lax}` }, 'TLS_VERSION_TOO_OLD'],
    ['anonymous key exchange', { maxVersion: 'TLSv1.2', ciphers: `AECDH-AES256-SHA${lax}` }, 'TLS_HANDSHAKE_FAILED'],
    ['no encryption', { maxVersion: 'TLSv1.2', ciphers: `ECDHE-ECDSA-NULL-SHA${lax}` }, 'TLS_HANDSHAKE_FAILED'],
    [
      'a key agreed on beforehand',
      { maxVersion: 'TLSv1.2', ciphers: `PSK-AES128-CBC-SHA${lax}` },
      'TLS_HANDSHAKE_FAILED',
    ],
  ])('%s: it is refused over STARTTLS and over TLS, before any login', async (_, tls, code) => {
    for (const security of ['starttls', 'tls'] as const) {
      const { trial, states, heard, server: stopped } = await tryBoth({ script: {}, security, ...(tls && { tls }) });
      expect(trial.end).toEqual({ stage: 'tls', verdict: 'fail', code });
      expect(states).toEqual(['deferred']);
      expectNoLogin(heard);
      await stopped.stop();
      server = undefined;
    }
  });
});

describe('a certificate that is no ordinary one', () => {
  async function shown(certificate: CertifiedKey) {
    const { trial, heard } = await tryBoth({
      script: {},
      tls: { cert: certificate.certificate, key: certificate.key },
    });
    return { trial, heard, told: JSON.stringify([trial.session, trial.mail]) };
  }

  it('with thousands of names is verified, and told in bounds', async () => {
    const more = Array.from({ length: 2_000 }, (_v, index) => `host-${index}.example.test`);
    const { trial, told } = await shown(await authority.issue({ names: [testHost, ...more] }));
    expect(trial.end.code).toBeUndefined();
    expect(told.length).toBeLessThan(60_000);
  });

  it('before a chain of a hundred others is verified or refused, and told in bounds', async () => {
    const others = await Promise.all(Array.from({ length: 100 }, () => CertificateAuthority.create('Padding')));
    const chain = [good.certificate, ...others.map(({ certificate }) => certificate)].join('\n');
    const { trial, told } = await shown({ ...good, certificate: chain });
    expect([undefined, 'TLS_HANDSHAKE_FAILED', 'TLS_CERTIFICATE_UNTRUSTED']).toContain(trial.end.code);
    expect(told.length).toBeLessThan(60_000);
    expect(trial.session.tls?.chain.length ?? 0).toBeLessThanOrEqual(10);
  });

  it.each([
    ['line ends', 'a\r\nAUTH PLAIN x'],
    ['NUL', `${testHost}\0.evil.test`],
    ['turned text', '\u202emoc.elpmaxe'],
    ['markup', '<script>alert(1)</script>'],
    ['letters of other scripts', 'раураl.com'],
    ['a name of 60 kB', 'x'.repeat(60_000)],
  ])('with %s in its name proves nothing, and is written out', async (_, name) => {
    const { trial, heard, told } = await shown(await selfSignedCertificate({ names: [name] }));
    expect(trial.end).toMatchObject({ stage: 'tls', verdict: 'fail' });
    expectNoLogin(heard);
    expect(told).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(told.length).toBeLessThan(20_000);
  });
});

describe('a host that only looks like another one', () => {
  it.each(['раураl.com', 'gооgle.com', 'ехаmple.test', 'mail．example.test', 'exam\u200bple.test', 'exampⅼe.test'])(
    'is no host that can be entered: %s',
    (host) => {
      const { settings } = customerServer({ port: 587, host });
      expect(settingsFaults(settings).map(({ field }) => field)).toEqual(['host']);
    },
  );
});
