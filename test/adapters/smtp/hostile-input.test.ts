import fc from 'fast-check';

import { CertificateAuthority, type CertifiedKey } from '../../../dev/certificates';
import { normalizeSettings, settingsFaults } from '../../../domain/mail-server-settings';
import { settings } from '../../support/lifecycle-builders';
import { ScriptedSmtpServer, type Script } from '../../support/scripted-smtp-server';
import { customerServer, never, smtpWorkbench, testHost } from '../../support/smtp-workbench';

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

async function check(script: Script, certificate = good.certificate) {
  server = await ScriptedSmtpServer.start({ ...script, tls: { cert: certificate, key: good.key } });
  const { prober } = smtpWorkbench({ authorities: authority.certificate, ports: [server.port] });
  const before = process.cpuUsage();
  const found = await prober.openSession(customerServer({ port: server.port }), never);
  const { user, system } = process.cpuUsage(before);
  return { found, cpuMs: (user + system) / 1000, last: found.results.at(-1) };
}

describe('hostile settings', () => {
  const control = fc.constantFrom('\r', '\n', '\r\n', '\0', '\u0085', '\u007f');

  it.each(['host', 'user', 'senderAddress', 'senderName'] as const)(
    'with a control character in %s are refused',
    (field) => {
      fc.assert(
        fc.property(fc.string(), control, fc.string(), (before, character, after) => {
          const given = normalizeSettings({ ...settings, [field]: `a${before}${character}${after}a` });
          expect(settingsFaults(given).map((fault) => fault.field)).toContain(field);
        }),
      );
    },
  );

  it.each([
    ['a host of 64 kB', 'a.'.repeat(32_768), 'TOO_LONG'],
    ['a host that looks like another one', 'раураl.com', 'NOT_A_HOST'],
    ['a host with a line end', 'mail.example\r\nMAIL FROM:<a@b>', 'CONTROL_CHARACTER'],
    ['a URL', 'https://mail.example/', 'NOT_A_HOST'],
    ['an address with a zone', 'fe80::1%eth0', 'NOT_A_HOST'],
  ])('with %s are refused in no time', (_case, host, code) => {
    const started = performance.now();
    expect(settingsFaults(normalizeSettings({ ...settings, host }))).toEqual([{ field: 'host', code }]);
    expect(performance.now() - started).toBeLessThan(50);
  });
});

describe('a hostile server', () => {
  it('that pads its AUTH line costs next to nothing', async () => {
    const ehlo = `250-x\r\n250-AUTH ${' '.repeat(60_000)}PLAIN\r\n250 SIZE 1000\r\n`;
    const { last, cpuMs } = await check({ answers: { 'ehlo-after-tls': ehlo } });
    expect(last?.code).toBe('AUTH_ACCEPTED');
    expect(cpuMs).toBeLessThan(500);
  });

  it('that announces ten thousand mechanisms is reported in bounds', async () => {
    const names = Array.from({ length: 10_000 }, (_v, index) => `M${index}`).join(' ');
    const { found, last } = await check({ answers: { 'ehlo-after-tls': `250-x\r\n250 AUTH PLAIN ${names}\r\n` } });
    expect(['AUTH_ACCEPTED', 'PROTOCOL_BROKEN']).toContain(last?.code);
    expect(found.capabilities?.authAfterTls.length ?? 0).toBeLessThanOrEqual(20);
    expect(JSON.stringify(found).length).toBeLessThan(60_000);
  });

  it('that answers with bytes that are no text is quoted in printable characters alone', async () => {
    const bytes = Buffer.concat([
      Buffer.from('535 '),
      Buffer.from(Array.from({ length: 255 }, (_v, index) => index + 1).filter((byte) => byte !== 10 && byte !== 13)),
      Buffer.from('\u202e\r\n'),
    ]);
    const { found, last } = await check({ answers: { auth: bytes } });
    expect(last).toMatchObject({ stage: 'auth', verdict: 'fail' });
    expect(JSON.stringify(found.transcript)).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('that shows a chain of many certificates is reported in bounds', async () => {
    const others = await Promise.all(Array.from({ length: 30 }, () => CertificateAuthority.create('Padding')));
    const chain = [good.certificate, ...others.map(({ certificate }) => certificate)].join('\n');
    const { found, last } = await check({}, chain);
    expect(['AUTH_ACCEPTED', 'TLS_HANDSHAKE_FAILED', 'TLS_CERTIFICATE_UNTRUSTED']).toContain(last?.code);
    expect(found.tls?.chain.length ?? 0).toBeLessThanOrEqual(10);
  });
});
