import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

import {
  CertificateAuthority,
  expiredYesterday,
  selfSignedCertificate,
  type CertifiedKey,
} from '../../../dev/certificates';
import type { MailServerSettings } from '../../../domain/mail-server-settings';
import { ScriptedSmtpServer, type Script } from '../../support/scripted-smtp-server';
import {
  customerServer,
  FakeResolver,
  freely,
  never,
  smtpWorkbench,
  testHost,
  testMail,
  testPassword,
  type SmtpWorkbench,
} from '../../support/smtp-workbench';

/** Every connection that this process tries to open, by address, told by the platform itself. */
const attempts: string[] = [];

function onSocket(message: unknown): void {
  const socket = typeof message === 'object' && message !== null && 'socket' in message ? message.socket : undefined;
  if (socket instanceof Socket) socket.on('connectionAttempt', (address: string) => attempts.push(address));
}

beforeAll(async () => {
  subscribe('net.client.socket', onSocket);
  authority = await CertificateAuthority.create('Test authority');
  good = await authority.issue({ names: [testHost] });
});

afterAll(() => {
  unsubscribe('net.client.socket', onSocket);
});

beforeEach(() => {
  attempts.length = 0;
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

let authority: CertificateAuthority;
let good: CertifiedKey;
let server: ScriptedSmtpServer | undefined;

const mail = {
  envelopeFrom: 'a@example.test',
  recipients: ['b@example.test'],
  bytes: Buffer.from('Subject: x\r\n\r\n'),
};

/** Everything that may ever connect to a customer's server: each group of stages, the second look, and sending. */
async function tryEverything(
  { prober, transport }: SmtpWorkbench,
  settings: Partial<MailServerSettings> & { port: number },
) {
  const target = customerServer(settings);
  const looked = await prober.resolve(target.settings, never);
  const opened = await prober.openSession(target, never);
  const mailed = await prober.sendTestMail(target, testMail, never);
  const sent = await transport.send({ route: 'customer', server: target }, mail, never, freely);
  await transport.close();
  return { results: [...looked.results, ...opened.results, ...mailed.results], sent };
}

describe('connections', () => {
  const port = 587;

  it.each([
    '127.0.0.1',
    '127.1',
    '127.0.0.1.',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '0',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '100.100.100.200',
    '169.254.169.254',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '[::1]',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fd00::1',
    'fe80::1',
    'fe80::1%eth0',
    'fd00:ec2::254',
    'ff02::1',
  ])('are never opened to %s, by no check and no sending', async (host) => {
    const { results, sent } = await tryEverything(smtpWorkbench({ authorities: null, ports: [port], networks: [] }), {
      host,
      port,
    });
    expect(results.some(({ code }) => code === 'EGRESS_ADDRESS_REFUSED')).toBe(true);
    expect(sent.outcomes).toMatchObject([{ state: 'deferred' }]);
    expect(attempts).toEqual([]);
  });

  it.each([22, 6379, 27017])('are never opened to port %d', async (refused) => {
    const resolver = new FakeResolver(['127.0.0.1']);
    await tryEverything(smtpWorkbench({ authorities: null, ports: [25, 465, 587, 2525], resolver }), { port: refused });
    expect(attempts).toEqual([]);
  });

  it('go to no address that a name turns to after it was checked', async () => {
    server = await ScriptedSmtpServer.start({ tls: { cert: good.certificate, key: good.key } });
    const answers = [['127.0.0.1'], ['10.0.0.1'], ['127.0.0.1', '169.254.169.254'], ['192.168.0.1']];
    const resolver = {
      resolve: () => Promise.resolve({ status: 'resolved' as const, addresses: answers.shift() ?? [] }),
    };
    const bench = smtpWorkbench({ authorities: authority.certificate, ports: [server.port], resolver });
    await tryEverything(bench, { port: server.port });
    expect(answers).toEqual([]);
    expect(attempts).toEqual([]);
  });

  it('to an address that is allowed are seen by this very recorder', async () => {
    server = await ScriptedSmtpServer.start({ tls: { cert: good.certificate, key: good.key } });
    const bench = smtpWorkbench({ authorities: authority.certificate, ports: [server.port] });
    const { sent } = await tryEverything(bench, { port: server.port });
    expect(sent.outcomes).toMatchObject([{ state: 'sent' }]);
    expect(attempts).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
  });
});

interface Untrusted {
  readonly server: string;
  readonly script?: Script;
  readonly certificate?: () => Promise<CertifiedKey>;
  readonly trust?: MailServerSettings['trust'];
}

const other = { kind: 'certificate', sha256: 'AB:'.repeat(32).slice(0, -1) } as const;

const untrusted: readonly Untrusted[] = [
  {
    server: 'with a certificate that nobody vouches for',
    certificate: () => selfSignedCertificate({ names: [testHost] }),
  },
  {
    server: 'with an expired certificate',
    certificate: () => authority.issue({ names: [testHost], ...expiredYesterday() }),
  },
  { server: 'with a certificate for another name', certificate: () => authority.issue({ names: ['other.test'] }) },
  { server: 'with another certificate than the pinned one', trust: other },
  {
    server: 'that offers no TLS',
    script: { answers: { ehlo: '250-x\r\n250 AUTH PLAIN LOGIN\r\n', starttls: '502 5.5.1 no\r\n' } },
  },
  {
    server: 'that offers a login in clear',
    script: { answers: { ehlo: '250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n', starttls: '454 4.7.0 later\r\n' } },
  },
  { server: 'that slips in a reply before the handshake', script: { injection: '250-x\r\n250 AUTH PLAIN\r\n' } },
];

describe.each(['starttls', 'tls'] as const)('over %s', (security) => {
  const cases = untrusted.filter(({ script }) => security === 'starttls' || script === undefined);

  it.each(cases)('a server $server gets no byte of a login, neither from a check nor from sending', async (given) => {
    const { certificate: cert, key } = given.certificate ? await given.certificate() : good;
    const implicitTls = security === 'tls';
    server = await ScriptedSmtpServer.start({ ...given.script, implicitTls, tls: { cert, key } });
    const bench = smtpWorkbench({ authorities: authority.certificate, ports: [server.port] });
    const settings = { port: server.port, security, ...(given.trust && { trust: given.trust }) };
    const { results, sent } = await tryEverything(bench, settings);
    expect(results.some(({ stage, verdict }) => stage === 'tls' && verdict !== 'pass')).toBe(true);
    expect(sent.outcomes).toMatchObject([{ state: 'deferred' }]);
    const heard = `${server.clear}${server.encrypted}`;
    expect(server.connections).toBeGreaterThan(2);
    for (const secret of ['AUTH', 'mailer@example.test', testPassword, Buffer.from(testPassword).toString('base64')]) {
      expect(heard).not.toContain(secret);
    }
  });

  it('a server that is verified gets the login inside TLS alone', async () => {
    server = await ScriptedSmtpServer.start({
      implicitTls: security === 'tls',
      tls: { cert: good.certificate, key: good.key },
    });
    const bench = smtpWorkbench({ authorities: authority.certificate, ports: [server.port] });
    const { sent } = await tryEverything(bench, { port: server.port, security });
    expect(sent.outcomes).toMatchObject([{ state: 'sent' }]);
    expect(server.encrypted).toContain('AUTH PLAIN ');
    expect(server.clear).not.toContain('AUTH');
  });
});
