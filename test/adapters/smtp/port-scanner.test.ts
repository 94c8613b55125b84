import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';

import { CertificateAuthority, selfSignedCertificate, type CertifiedKey } from '../../../dev/certificates';
import { checkTimeouts } from '../../../adapters/smtp/smtp-client-options';
import { defaultProbeTimeouts } from '../../../adapters/smtp/smtp-mail-server-prober';
import { checkDeadlineMs } from '../../../domain/check-deadline';
import { customerResults } from '../../../domain/customer-results';
import { ScriptedSmtpServer, silent, type Script } from '../../support/scripted-smtp-server';
import { customerServer, never, smtpWorkbench, testHost } from '../../support/smtp-workbench';

const bucketMs = 3500;
const slackMs = 700;
const cleanUps: (() => Promise<void>)[] = [];
let authority: CertificateAuthority;
let certificate: CertifiedKey;

beforeAll(async () => {
  authority = await CertificateAuthority.create('Test authority');
  certificate = await selfSignedCertificate({ names: ['intranet.example.test'] });
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(async () => {
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function scripted(script: Script): Promise<number> {
  const tls = { cert: certificate.certificate, key: certificate.key };
  const server = await ScriptedSmtpServer.start({ tls, ...script });
  cleanUps.push(() => server.stop());
  return server.port;
}

/** What may stand behind a port that a customer names, and is no mail server that greets. */
const others: readonly (readonly [string, () => Promise<number>])[] = [
  ['nothing', closedPort],
  ['a service that says nothing', () => scripted({ answers: { greeting: silent } })],
  ['SSH', () => scripted({ answers: { greeting: 'SSH-2.0-OpenSSH_9.2p1\r\n' } })],
  ['a database', () => scripted({ answers: { greeting: Buffer.from([0x4a, 0, 0, 0, 0x0a, 0x38, 0x2e, 0x30, 0]) } })],
  ['a web server', () => listening(createHttpServer((_request, response) => response.end('hello')))],
  [
    'a secure web server',
    () =>
      listening(
        createHttpsServer({ cert: certificate.certificate, key: certificate.key }, (_request, response) =>
          response.end('hello'),
        ),
      ),
  ],
];

async function view(port: number, security: 'tls' | 'starttls') {
  const { prober } = smtpWorkbench({
    authorities: authority.certificate,
    ports: [port],
    unreachableMs: bucketMs,
    timeouts: { connectMs: 800, greetingMs: 800 },
  });
  const started = performance.now();
  const { results } = await prober.openSession(customerServer({ port, security }), never);
  return { seen: customerResults(results), tookMs: performance.now() - started };
}

it.each(['tls', 'starttls'] as const)(
  'a customer who asks for %s learns one and the same about every port without a mail server, in one and the same time',
  async (security) => {
    const views = await Promise.all(others.map(async ([, start]) => view(await start(), security)));
    for (const { seen, tookMs } of views) {
      const finding = { id: 'connect', stage: 'connect', verdict: 'inconclusive', code: 'SERVER_UNREACHABLE' };
      expect(seen.filter(({ verdict }) => verdict !== 'skipped')).toEqual([{ ...finding, facts: {}, durationMs: 0 }]);
      expect(tookMs).toBeGreaterThanOrEqual(bucketMs - 20);
      expect(tookMs).toBeLessThan(bucketMs + slackMs);
    }
  },
);

it('a customer whose mail server has a bad certificate learns which, without waiting', async () => {
  const { seen, tookMs } = await view(await scripted({ implicitTls: true }), 'tls');
  expect(seen.find(({ stage }) => stage === 'tls')).toMatchObject({
    code: 'TLS_CERTIFICATE_UNTRUSTED',
    facts: { names: ['intranet.example.test'], greeted: true },
  });
  expect(tookMs).toBeLessThan(bucketMs);
});

it('a customer whose mail server speaks only old TLS from the first byte learns that', async () => {
  const old = {
    cert: certificate.certificate,
    key: certificate.key,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
  } as const;
  const { seen } = await view(
    await scripted({ implicitTls: true, tls: { ...old, ciphers: 'DEFAULT:@SECLEVEL=0' } }),
    'tls',
  );
  expect(seen.find(({ stage }) => stage === 'tls')).toMatchObject({ code: 'TLS_VERSION_TOO_OLD' });
});

it('the time that passes in any case is longer than all that can happen before a greeting', () => {
  const { connectMs, greetingMs } = checkTimeouts;
  expect(connectMs + greetingMs + defaultProbeTimeouts.diagnosisMs).toBeLessThan(30_000);
  // A silent server is told of by itself, before the whole check would be cut off.
  const { dnsMs, diagnosisMs } = defaultProbeTimeouts;
  expect(dnsMs + checkTimeouts.setUpMs + diagnosisMs).toBeLessThan(checkDeadlineMs);
  expect(checkDeadlineMs).toBeLessThan(90_000);
  expect(testHost).toBe(customerServer({ port: 1 }).settings.host);
});
