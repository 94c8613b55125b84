import type { OutgoingMail, SendingReport } from '../../../activities/ports/mail-transport';
import type { SmtpWorkbench } from '../../support/smtp-workbench';
import { CertificateAuthority, type CertifiedKey } from '../../../dev/certificates';
import { deaf, drop, reset, ScriptedSmtpServer, silent, type Script } from '../../support/scripted-smtp-server';
import {
  customerServer,
  FakeResolver,
  freely,
  never,
  smtpWorkbench,
  testHost,
  type WorkbenchOptions,
} from '../../support/smtp-workbench';

let authority: CertificateAuthority;
let certificate: CertifiedKey;
let server: ScriptedSmtpServer;
let bench: SmtpWorkbench;

beforeAll(async () => {
  authority = await CertificateAuthority.create('Test authority');
  certificate = await authority.issue({ names: [testHost] });
});

afterEach(async () => {
  await bench.transport.close();
  await server.stop();
});

async function start(script: Script, options: Partial<WorkbenchOptions> = {}): Promise<void> {
  const tls = { cert: certificate.certificate, key: certificate.key };
  server = await ScriptedSmtpServer.start({ ...script, tls });
  const platform = { host: 'localhost', port: server.port, security: 'none', login: null } as const;
  bench = smtpWorkbench({ authorities: authority.certificate, ports: [server.port], platform, ...options });
}

function mailTo(recipients: readonly string[], body = 'Subject: x\r\n\r\nbody\r\n'): OutgoingMail {
  return { envelopeFrom: 'admin@example.test', recipients, bytes: Buffer.from(body) };
}

function send(recipients: readonly string[] = ['one@example.test'], signal = never): Promise<SendingReport> {
  const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
  return bench.transport.send(route, mailTo(recipients), signal, freely);
}

function states({ outcomes }: SendingReport): string[] {
  return outcomes.map(({ state }) => state);
}

describe('sending through a customer server', () => {
  it('is sent when the server answers the final dot with 250', async () => {
    await start({});
    const report = await send();
    expect(report).toEqual({
      outcomes: [
        {
          recipient: 'one@example.test',
          state: 'sent',
          answer: { replyCode: 250, enhancedStatus: '2.0.0', text: 'queued as 4711' },
        },
      ],
      customerTrouble: null,
    });
  });

  it('tells each recipient apart', async () => {
    await start({
      answers: { rcpt: ['250 ok\r\n', '550 5.1.1 unknown\r\n', '450 4.2.0 greylisted\r\n', '503 5.5.1 what\r\n'] },
    });
    const report = await send(['a@example.test', 'b@example.test', 'c@example.test', 'd@example.test']);
    expect(states(report)).toEqual(['sent', 'undeliverable', 'deferred', 'deferred']);
    const refusal = { replyCode: 550, enhancedStatus: '5.1.1', text: 'unknown', command: 'RCPT' };
    expect(report.outcomes[1]?.answer).toEqual(refusal);
  });

  it('tells each recipient apart with pipelining, too', async () => {
    await start({
      answers: {
        'ehlo-after-tls': '250-x\r\n250-AUTH PLAIN\r\n250 PIPELINING\r\n',
        rcpt: ['550 5.1.1 unknown\r\n', '250 ok\r\n'],
      },
    });
    expect(states(await send(['a@example.test', 'b@example.test']))).toEqual(['undeliverable', 'sent']);
  });

  it('names international domains by their A-labels, and refuses what the server cannot take', async () => {
    await start({});
    const report = await send(['info@müller.example', 'jürgen@example.test', 'x> NOTIFY=NEVER@example.test']);
    expect(states(report)).toEqual(['sent', 'undeliverable', 'undeliverable']);
    expect(report.outcomes.map(({ answer }) => answer.enhancedStatus)).toEqual(['2.0.0', '5.6.7', '5.1.3']);
    expect(server.encrypted).toContain('RCPT TO:<info@xn--mller-kva.example>\r\n');
    expect(server.encrypted.match(/RCPT TO/g)).toHaveLength(1);
  });

  it.each([
    ['554 after the dot is final', { end: '554 5.6.0 refused\r\n' }, 'undeliverable', null],
    ['451 after the dot is tried again', { end: '451 4.3.0 later\r\n' }, 'deferred', null],
    ['421 after the dot is tried again', { end: '421 4.3.2 closing\r\n' }, 'deferred', null],
    ['503 after the dot is tried again', { end: '503 5.5.1 what\r\n' }, 'deferred', null],
    ['a connection lost after the dot is held', { end: drop }, 'held', null],
    ['a connection broken after the dot is held', { end: reset }, 'held', null],
    ['silence after the dot is held', { end: silent }, 'held', null],
    ['a truncated 250 after the dot is held', { end: '250 2.0.0 Ok' }, 'held', null],
    ['garbage after the dot is held', { end: 'what?\r\n' }, 'held', null],
    ['a connection lost at MAIL is tried again', { mail: drop }, 'deferred', null],
    ['a connection lost at RCPT is tried again', { rcpt: reset }, 'deferred', null],
    ['a connection lost at DATA is tried again', { data: drop }, 'deferred', null],
    ['silence at DATA is tried again', { data: silent }, 'deferred', null],
    ['552 at MAIL is final for the mail', { mail: '552 5.3.4 too big\r\n' }, 'undeliverable', null],
    ['a refused sender waits for the customer', { mail: '553 5.7.1 no\r\n' }, 'deferred', 'SENDER_REFUSED'],
    [
      'a sender refused at RCPT waits for the customer',
      { rcpt: '553 5.7.1 Sender address rejected: not owned by user\r\n' },
      'deferred',
      'SENDER_REFUSED',
    ],
    [
      'a send-as refusal waits for the customer',
      { end: '554 5.2.252 SendAsDenied\r\n' },
      'deferred',
      'TEST_MAIL_SEND_AS_REFUSED',
    ],
    ['a temporary sender trouble passes', { mail: '451 4.3.0 later\r\n' }, 'deferred', null],
    ['a refused login waits for the customer', { auth: '535 5.7.8 no\r\n' }, 'deferred', 'AUTH_REFUSED'],
    ['a temporary login trouble passes', { auth: '454 4.7.0 later\r\n' }, 'deferred', null],
    ['a missing STARTTLS waits for the customer', { starttls: '502 5.5.1 what\r\n' }, 'deferred', 'TLS_NOT_OFFERED'],
    ['a busy server passes', { greeting: '421 busy\r\n' }, 'deferred', null],
  ] as const)('%s', async (_, answers, state, customerTrouble) => {
    await start({ answers });
    const report = await send();
    expect({ states: states(report), trouble: report.customerTrouble }).toEqual({
      states: [state],
      trouble: customerTrouble,
    });
  });

  it('never sends a body before the go-ahead, nor a final dot when the go-ahead is refused', async () => {
    await start({ answers: { data: '451 4.3.0 later\r\n' } });
    expect(states(await send())).toEqual(['deferred']);
    expect(server.encrypted).not.toContain('body');
  });

  it('gives up a server that never reads the body, and tries again: the dot cannot have been sent', async () => {
    const answers = { data: deaf, 'ehlo-after-tls': '250-x\r\n250 AUTH PLAIN\r\n' };
    await start({ answers }, { timeouts: { idleMs: 60_000, transactionMs: 700 } });
    const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
    const started = performance.now();
    const report = await bench.transport.send(
      route,
      mailTo(['one@example.test'], 'x'.repeat(32 * 1024 * 1024)),
      never,
      freely,
    );
    expect(states(report)).toEqual(['deferred']);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('keeps every byte of a body, dots and eight-bit bytes included', async () => {
    await start({});
    const body = `Subject: x\r\n\r\n.dot\r\n..two\r\nü\r\n${'y'.repeat(200_000)}\r\n`;
    const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
    expect(states(await bench.transport.send(route, mailTo(['one@example.test'], body), never, freely))).toEqual([
      'sent',
    ]);
    const stuffed = Buffer.from(body.replaceAll('\r\n.', '\r\n..')).toString('latin1');
    expect(server.encrypted).toContain(`DATA\r\n${stuffed}.\r\n`);
    expect(server.encrypted).toContain('BODY=8BITMIME');
  });

  it('waits for the customer when the certificate does not verify any more', async () => {
    await start({}, { authorities: null });
    const report = await send();
    expect(report.customerTrouble).toBe('TLS_CERTIFICATE_UNTRUSTED');
    expect(server.clear).not.toMatch(/AUTH|MAIL/);
  });

  it('opens no connection to an address that the policy refuses', async () => {
    await start({}, { networks: [] });
    const report = await send();
    expect(report.customerTrouble).toBe('EGRESS_ADDRESS_REFUSED');
    expect(server.connections).toBe(0);
  });

  it('checks the addresses again for every new connection', async () => {
    const resolver = new FakeResolver();
    await start({}, { resolver, networks: ['127.0.0.1/32'], limits: { mailsPerConnection: 1 } });
    expect(states(await send())).toEqual(['sent']);
    resolver.answerWith({ status: 'resolved', addresses: ['127.0.0.1', '127.0.0.2'] });
    expect((await send()).customerTrouble).toBe('EGRESS_ADDRESS_REFUSED');
    expect(server.connections).toBe(1);
  });

  it('keeps a connection for the next mail, also after a refused one', async () => {
    await start({ answers: { rcpt: ['250 ok\r\n', '550 5.1.1 no\r\n', '250 ok\r\n'] } });
    expect(states(await send())).toEqual(['sent']);
    expect(states(await send())).toEqual(['undeliverable']);
    expect(states(await send())).toEqual(['sent']);
    expect(server.connections).toBe(1);
  });

  it('uses a new connection when the kept one was closed meanwhile', async () => {
    await start({ answers: { mail: ['250 ok\r\n', drop, '250 ok\r\n'] } });
    expect(states(await send())).toEqual(['sent']);
    expect(states(await send())).toEqual(['sent']);
    expect(server.connections).toBe(2);
  });

  it('replaces a connection after as many mails as allowed', async () => {
    await start({}, { limits: { mailsPerConnection: 2 } });
    for (let mail = 0; mail < 5; mail += 1) expect(states(await send())).toEqual(['sent']);
    expect(server.connections).toBe(3);
  });

  it('says goodbye to a connection that nobody has used for a while', async () => {
    await start({}, { limits: { idleMs: 10 } });
    expect(states(await send())).toEqual(['sent']);
    await server.received('QUIT');
    expect(states(await send())).toEqual(['sent']);
    expect(server.connections).toBe(2);
  });

  it('keeps no connection once it is closed', async () => {
    await start({});
    expect(states(await send())).toEqual(['sent']);
    await bench.transport.close();
    await server.received('QUIT');
    expect(states(await send())).toEqual(['sent']);
    expect(states(await send())).toEqual(['sent']);
    expect(server.connections).toBe(3);
  });

  it('holds a mail when it is interrupted while the answer to the final dot is due', async () => {
    await start({ answers: { end: silent } });
    const controller = new AbortController();
    const sending = send(['one@example.test'], controller.signal);
    await server.received('\r\n.\r\n');
    controller.abort();
    expect(states(await sending)).toEqual(['held']);
  });

  it('opens no more connections to one server than allowed', async () => {
    await start({}, { limits: { connectionsPerServer: 2 } });
    const reports = await Promise.all(Array.from({ length: 8 }, () => send()));
    expect(reports.flatMap(states)).toEqual(Array.from({ length: 8 }, () => 'sent'));
    expect(server.connections).toBe(2);
  });

  it('defers a mail that finds no free connection in time', async () => {
    await start({ answers: { end: silent } }, { limits: { connectionsPerServer: 1, waitMs: 100 } });
    const reports = await Promise.all([send(), send()]);
    expect(reports.map(states)).toEqual([['held'], ['deferred']]);
    expect(server.encrypted.match(/MAIL FROM/g)).toHaveLength(1);
  });

  it('defers when it is interrupted before the mail was handed over', async () => {
    await start({ answers: { greeting: silent } });
    const controller = new AbortController();
    const sending = send(['one@example.test'], controller.signal);
    controller.abort();
    expect(states(await sending)).toEqual(['deferred']);
  });

  it('says nothing of a mail that may not start any more, asked when the session is ready, and keeps the session', async () => {
    await start({});
    const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
    const asked: boolean[] = [];
    const report = await bench.transport.send(route, mailTo(['one@example.test']), never, () => {
      asked.push(server.encrypted.includes('AUTH'));
      return Promise.resolve(false);
    });
    expect(report).toMatchObject({ withdrawn: true, customerTrouble: null, outcomes: [{ state: 'deferred' }] });
    expect(asked).toEqual([true]);
    expect(server.encrypted).not.toContain('MAIL FROM');
    expect(states(await send())).toEqual(['sent']);
    expect(server.connections).toBe(1);
  });

  it('throws when nobody can say whether a mail may start, and says nothing of it', async () => {
    await start({});
    const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
    const away = () => Promise.reject(new Error('away'));
    await expect(bench.transport.send(route, mailTo(['one@example.test']), never, away)).rejects.toThrow('away');
    expect(server.encrypted).not.toContain('MAIL FROM');
  });

  it('has the first byte of a mail wait, after the go-ahead, until it may leave', async () => {
    await start({});
    const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
    const seen: string[] = [];
    const mayBegin = async () => {
      await server.received('DATA\r\n');
      seen.push(server.encrypted);
      return true;
    };
    const report = await bench.transport.send(route, { ...mailTo(['one@example.test']), mayBegin }, never, freely);
    expect(states(report)).toEqual(['sent']);
    expect(seen.map((received) => received.includes('body'))).toEqual([false]);
    expect(server.encrypted).toContain('\r\nbody\r\n.\r\n');
  });

  it.each([
    ['that may not begin', () => Promise.resolve(false)],
    ['of which nobody can say whether it may begin', () => Promise.reject(new Error('away'))],
  ])('sends nothing of a mail %s: the connection is given up, and the mail waits', async (_, mayBegin) => {
    await start({});
    const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
    const report = await bench.transport.send(route, { ...mailTo(['one@example.test']), mayBegin }, never, freely);
    expect(report).toMatchObject({ customerTrouble: null, outcomes: [{ state: 'deferred' }] });
    await server.abandoned();
    expect(server.encrypted).not.toContain('body');
    expect(server.encrypted).not.toContain('\r\n.\r\n');
    expect(states(await send())).toEqual(['sent']);
  });

  it('throws our own trouble: a credential that cannot be opened', async () => {
    await start({});
    const failing = smtpWorkbench({
      authorities: authority.certificate,
      ports: [server.port],
      vaultError: new Error('gone'),
    });
    const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
    await expect(failing.transport.send(route, mailTo(['one@example.test']), never, freely)).rejects.toThrow('gone');
  });
});

describe('sending through the platform', () => {
  it('sends in clear where the operator says so, with the null sender', async () => {
    await start({});
    const mail = { ...mailTo(['one@example.test']), envelopeFrom: '' };
    expect(states(await bench.transport.send({ route: 'platform' }, mail, never, freely))).toEqual(['sent']);
    expect(server.clear).toContain('MAIL FROM:<>');
  });

  it('never reports trouble for the customer to mend', async () => {
    await start({ answers: { mail: '553 5.7.1 no\r\n' } });
    const report = await bench.transport.send({ route: 'platform' }, mailTo(['one@example.test']), never, freely);
    expect(report.customerTrouble).toBeNull();
    expect(states(report)).toEqual(['deferred']);
  });
});

describe('a server that refuses us', () => {
  const pauses = { firstMs: 200, longestMs: 1_000 };
  const refusal = '535 5.7.8 credentials invalid\r\n';

  it('is asked by one of ten mails; the others are deferred without an attempt', async () => {
    await start({ answers: { auth: refusal } }, { limits: { connectionsPerServer: 10, pauses } });
    const reports = await Promise.all(
      Array.from({ length: 10 }, async () => await send(undefined, new AbortController().signal)),
    );
    expect(server.encrypted.match(/^AUTH /gm)).toHaveLength(1);
    expect(new Set(reports.flatMap(states))).toEqual(new Set(['deferred']));
    expect(reports.filter(({ customerTrouble }) => customerTrouble === 'AUTH_REFUSED')).toHaveLength(1);
    const turnedAway = reports.filter(({ notAskedForMs }) => notAskedForMs !== undefined);
    expect(turnedAway).toHaveLength(9);
    expect(turnedAway.every(({ customerTrouble }) => customerTrouble === null)).toBe(true);
  });

  it('is asked by one again when its rest is over, and by everyone once that one was let in', async () => {
    await start({ answers: { auth: [refusal, '235 2.7.0 welcome\r\n'] } }, { limits: { pauses } });
    await send();
    const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
    const restMs = bench.transport.restMs(route);
    expect(restMs).toBeGreaterThan(0);
    expect((await send()).notAskedForMs).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, restMs + 1));
    expect(states(await send())).toEqual(['sent']);
    expect(bench.transport.restMs(route)).toBe(0);
  });

  it('is left alone as well when it is the sender that it refuses', async () => {
    const answers = { mail: '550 5.7.60 not permitted to send as this sender\r\n' };
    await start({ answers }, { limits: { pauses } });
    expect(await send()).toMatchObject({ customerTrouble: 'SENDER_REFUSED' });
    expect(
      bench.transport.restMs({ route: 'customer', server: customerServer({ port: server.port }) }),
    ).toBeGreaterThan(0);
  });
});

describe('a mail with a stored attachment', () => {
  const route = () => ({ route: 'customer', server: customerServer({ port: server.port }) }) as const;
  const mail = (content: () => AsyncIterable<Uint8Array>, size: number): OutgoingMail => ({
    ...mailTo(['one@example.test'], 'Subject: x\r\n\r\nbefore\r\n\r\nafter\r\n'),
    attachments: [{ at: 'Subject: x\r\n\r\nbefore\r\n'.length, size, content }],
  });

  it('has it in its place, read piece by piece as the server takes it', async () => {
    await start({ answers: { 'ehlo-after-tls': '250-x\r\n250-AUTH PLAIN\r\n250 SIZE 10000000\r\n' } });
    const bytes = Buffer.alloc(3_000_000, 'contract');
    const content = async function* () {
      for (let at = 0; at < bytes.length; at += 200_000) yield bytes.subarray(at, at + 200_000);
    };
    expect(states(await bench.transport.send(route(), mail(content, bytes.length), never, freely))).toEqual(['sent']);
    const lines = (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
    expect(server.encrypted.includes(`\r\nbefore\r\n${lines}\r\nafter\r\n.\r\n`)).toBe(true);
  });

  it('that is larger than the server takes is final, without a word about the mail', async () => {
    await start({});
    const content = async function* () {
      yield Buffer.alloc(0);
    };
    expect(states(await bench.transport.send(route(), mail(content, 1_000_000), never, freely))).toEqual([
      'undeliverable',
    ]);
    expect(server.encrypted).not.toContain('MAIL FROM');
  });

  it('that cannot be read to its end is not ended: it waits for another attempt', async () => {
    await start({});
    const content = async function* () {
      yield Buffer.alloc(100_000, 'x');
      throw new Error('The store is away');
    };
    expect(states(await bench.transport.send(route(), mail(content, 200_000), never, freely))).toEqual(['deferred']);
    expect(server.encrypted).toContain('DATA\r\n');
    expect(server.encrypted).not.toContain('\r\n.\r\n');
  });
});
