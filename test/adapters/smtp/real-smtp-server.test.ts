import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

import { overallVerdict } from '../../../domain/check-report';
import { acceptedReturnPaths } from '../../../domain/return-path';
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

describe('return paths', () => {
  const alternatives = [
    { mode: 'tracked', address: 'd-token@bounce.example' },
    { mode: 'reply-to', address: 'desk@example.test' },
  ] as const;
  const mail = { ...testMail, returnPath: 'admin@example.test', returnPathMode: 'direct' as const, alternatives };

  async function asked(onMailFrom: SMTPServerOptions['onMailFrom']) {
    const port = await start({ onMailFrom: onMailFrom! });
    const { prober } = workbench(port);
    return await prober.sendTestMail(customerServer({ port }), mail, never);
  }

  it('are found out without a further mail, and a refused one spoils no report', async () => {
    const { results, transcript } = await asked(({ address }, _session, done) => {
      done(
        address.endsWith('@bounce.example') ? Object.assign(new Error('5.7.1 Not yours'), { responseCode: 553 }) : null,
      );
    });
    expect(results.map(({ id, verdict, code }) => [id, verdict, code])).toEqual([
      ['mail-from', 'pass', 'SENDER_ACCEPTED'],
      ['rcpt-to', 'pass', 'RECIPIENT_ACCEPTED'],
      ['data', 'pass', 'TEST_MAIL_ACCEPTED'],
      ['mail-from-tracked', 'skipped', 'RETURN_PATH_REFUSED'],
      ['mail-from-reply-to', 'pass', 'RETURN_PATH_ACCEPTED'],
    ]);
    expect(results[3]?.facts).toMatchObject({ returnPath: 'tracked', replyCode: 553, enhancedStatus: '5.7.1' });
    expect(acceptedReturnPaths(results)).toEqual(['direct', 'reply-to']);
    expect(overallVerdict(results)).toBe('pass');
    expect(received).toHaveLength(1);
    expect(transcript.map(({ text }) => text)).toContainEqual(expect.stringContaining('553'));
  });

  it('stay open when the server says nothing clear about them', async () => {
    const { results } = await asked(({ address }, _session, done) => {
      done(address === 'admin@example.test' ? null : Object.assign(new Error('4.3.0 Later'), { responseCode: 451 }));
    });
    expect(results.slice(3).map(({ code }) => code)).toEqual(['RETURN_PATH_UNCLEAR', 'RETURN_PATH_UNCLEAR']);
    expect(acceptedReturnPaths(results)).toEqual(['direct']);
  });

  it('are not asked about with an address that could break out of the command', async () => {
    const port = await start({});
    const evil = [{ mode: 'reply-to', address: 'a@b>\r\nRSET\r\nMAIL FROM:<c@d' }] as const;
    const { prober } = workbench(port);
    const { results } = await prober.sendTestMail(customerServer({ port }), { ...mail, alternatives: evil }, never);
    expect(results.at(-1)?.code).toBe('RETURN_PATH_UNCLEAR');
  });
});

describe('delivery status parameters', () => {
  const sent: SMTPServerSession['envelope'][] = [];
  const outgoing = {
    envelopeFrom: 'b-token@bounce.example',
    recipients: ['a+b@example.test'],
    bytes: Buffer.from('Subject: one\r\n\r\nbody\r\n'),
    envelopeId: '0b5cdd5e-6f57-4d3e-9c1f-0f5b0e3c9a51',
  };

  async function sendTo(options: SMTPServerOptions, recipients = outgoing.recipients) {
    sent.length = 0;
    const port = await start({
      ...options,
      onData: (stream, { envelope }, done) => {
        sent.push(structuredClone(envelope));
        stream.resume().on('end', () => done());
      },
    });
    const { transport } = workbench(port);
    const route = { route: 'customer', server: customerServer({ port }) } as const;
    const report = await transport.send(route, { ...outgoing, recipients }, never, freely);
    await transport.close();
    expect(report.outcomes.every(({ state }) => state === 'sent')).toBe(true);
    return sent[0]!;
  }

  it('ask for bounces of failures alone, with headers, envelope id and original recipient', async () => {
    const envelope = await sendTo({ hideDSN: false });
    expect(envelope.dsn).toMatchObject({ ret: 'HDRS', envid: outgoing.envelopeId });
    expect(envelope.rcptTo[0]?.dsn).toEqual({ notify: ['FAILURE'], orcpt: 'rfc822;a+b@example.test' });
  });

  it('name no original recipient where there are several', async () => {
    const envelope = await sendTo({ hideDSN: false }, ['a@example.test', 'b@example.test']);
    expect(envelope.rcptTo.map(({ dsn }) => dsn)).toEqual([{ notify: ['FAILURE'] }, { notify: ['FAILURE'] }]);
  });

  it('are left out where the server does not offer them', async () => {
    const envelope = await sendTo({});
    expect(envelope.mailFrom).toMatchObject({ address: outgoing.envelopeFrom });
    expect(JSON.stringify(envelope)).not.toMatch(/HDRS|FAILURE/);
  });
});
