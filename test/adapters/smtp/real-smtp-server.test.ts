import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

import { overallVerdict } from '../../../domain/check-report';
import { CertificateAuthority, type CertifiedKey } from '../../../dev/certificates';
import {
  customerServer,
  freely,
  never,
  smtpWorkbench,
  testHost,
  testMail,
  testPassword,
} from '../../support/smtp-workbench';

let authority: CertificateAuthority;
let certificate: CertifiedKey;
let server: SMTPServer;
const received: Buffer[] = [];

beforeAll(async () => {
  authority = await CertificateAuthority.create('Test authority');
  certificate = await authority.issue({ names: [testHost] });
});

afterEach(async () => {
  received.length = 0;
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

async function start(options: SMTPServerOptions): Promise<number> {
  server = new SMTPServer({
    key: certificate.key,
    cert: certificate.certificate,
    onAuth: ({ username, password, validatePassword }, _session, callback) => {
      const right = password === undefined ? validatePassword(testPassword) : password === testPassword;
      if (right && username === 'mailer@example.test') callback(null, { user: username });
      else callback(new Error('Invalid username or password'));
    },
    onData: (stream, _session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(Buffer.concat(chunks));
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return (server.server.address() as AddressInfo).port;
}

function workbench(port: number, password = testPassword) {
  return smtpWorkbench({ authorities: authority.certificate, ports: [port], password });
}

describe.each(['starttls', 'tls'] as const)('a real SMTP server with %s', (security) => {
  it.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])('passes the check and takes mail after AUTH %s', async (mechanism) => {
    const port = await start({ secure: security === 'tls', authMethods: [mechanism] });
    const { prober, transport } = workbench(port);
    const target = customerServer({ port, security });
    const { results } = await prober.openSession(target, never);
    expect(overallVerdict(results)).toBe('pass');
    expect(results.find(({ stage }) => stage === 'auth')?.facts).toEqual({ mechanism });
    const sent = await prober.sendTestMail(target, testMail, never);
    expect(overallVerdict(sent.results)).toBe('pass');
    const mail = {
      envelopeFrom: '',
      recipients: ['a@example.test'],
      bytes: Buffer.from('Subject: two\r\n\r\n.dot\r\n'),
    };
    const report = await transport.send({ route: 'customer', server: target }, mail, never, freely);
    expect(report.outcomes.map(({ state }) => state)).toEqual(['sent']);
    const mails = await Promise.all(received.map((bytes) => simpleParser(bytes)));
    expect(mails.map(({ subject }) => subject)).toEqual(['Test', 'two']);
    expect(mails[1]?.text?.trim()).toBe('.dot');
    await transport.close();
  });

  it('names the wrong password', async () => {
    const port = await start({ secure: security === 'tls' });
    const { results } = await workbench(port, 'wrong').prober.openSession(customerServer({ port, security }), never);
    expect(results.at(-1)).toMatchObject({ stage: 'auth', verdict: 'fail', code: 'AUTH_REFUSED' });
  });
});
