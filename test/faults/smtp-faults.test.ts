import fc from 'fast-check';
import type { SendingReport } from '../../activities/ports/mail-transport';
import { scriptedPeers } from '../support/scripted-peers';
import { deaf, drop, reset, silent, type ScriptedSmtpServer, type ScriptStep } from '../support/scripted-smtp-server';
import { customerServer, freely, never, type SmtpWorkbench } from '../support/smtp-workbench';

const withPipelining = '250-x\r\n250-AUTH PLAIN\r\n250 PIPELINING\r\n';
const plainBody = 'Subject: x\r\n\r\nbody\r\n';

const { serve, workbench } = scriptedPeers();

async function send(
  { transport }: SmtpWorkbench,
  { port }: ScriptedSmtpServer,
  recipients: readonly string[] = ['one@example.test'],
  body: string | Buffer = plainBody,
): Promise<SendingReport> {
  const route = { route: 'customer', server: customerServer({ port }) } as const;
  const mail = { envelopeFrom: 'admin@example.test', recipients, bytes: Buffer.from(body) };
  return await transport.send(route, mail, never, freely);
}

function states({ outcomes }: SendingReport): string[] {
  return outcomes.map(({ state }) => state);
}

describe('a server that is no use', () => {
  it('says nothing: it is given up in time, and told by its own code', async () => {
    const server = await serve({ answers: { greeting: silent } });
    const report = await send(workbench([server.port]), server);
    expect(states(report)).toEqual(['deferred']);
    expect(report.outcomes[0]?.answer).toMatchObject({ replyCode: null, text: expect.stringMatching(/^[A-Z_]+$/) });
    expect(server.clear).toBe('');
  });

  it('answers drop by drop: it costs its own mail a bounded time, and other servers’ mail none', async () => {
    const [slow, quick] = [await serve({ dripMs: 25 }), await serve({})];
    const bench = workbench([slow.port, quick.port], {
      timeouts: { idleMs: 60_000, setUpMs: 2_000, transactionMs: 2_000 },
    });
    const started = performance.now();
    const tarpitted = send(bench, slow);
    for (let mail = 0; mail < 10; mail += 1) expect(states(await send(bench, quick))).toEqual(['sent']);
    const others = performance.now() - started;
    expect(states(await tarpitted)).toEqual(['deferred']);
    expect(others).toBeLessThan(performance.now() - started);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(slow.encrypted).not.toContain('body');
  });

  it('never reads the body: it costs its own mail a bounded time, and other servers’ mail none', async () => {
    const unpipelined = '250-x\r\n250 AUTH PLAIN\r\n';
    const closed = await serve({ answers: { data: deaf, 'ehlo-after-tls': unpipelined } });
    const quick = await serve({});
    const timeouts = { idleMs: 60_000, transactionMs: 2_000 };
    const bench = workbench([closed.port, quick.port], { timeouts });
    const started = performance.now();
    // More than all buffers on the way hold, so that the final dot cannot have left.
    const stuck = send(bench, closed, undefined, Buffer.alloc(32 * 1024 * 1024, 'x'));
    for (let mail = 0; mail < 10; mail += 1) expect(states(await send(bench, quick))).toEqual(['sent']);
    const others = performance.now() - started;
    expect(states(await stuck)).toEqual(['deferred']);
    expect(others).toBeLessThan(performance.now() - started);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(closed.connections).toBe(1);
  });

  it.each([
    ['a greeting of two megabytes', { greeting: `220 ${'x'.repeat(2_000_000)}\r\n` }],
    ['capabilities without end', { ehlo: '250-LINE\r\n'.repeat(200_000) }],
  ])('sends %s: it is cut off, not kept in memory', async (_, answers) => {
    const server = await serve({ answers });
    const report = await send(workbench([server.port]), server);
    expect(states(report)).toEqual(['deferred']);
    expect(report.outcomes[0]?.answer.text.length).toBeLessThan(5_000);
  });
});

/** How often a server has read a whole mail, whatever it then said. */
function wholeMailsAt({ encrypted }: ScriptedSmtpServer): number {
  return encrypted.match(/\r\nbody\r\n\.\r\n/g)?.length ?? 0;
}

describe('a dialogue that goes wrong', () => {
  it.each([
    ['closes', drop],
    ['breaks', reset],
    ['falls silent', silent],
  ])('a connection that %s after the final dot: the mail is held, and not said again', async (_, end) => {
    const server = await serve({ answers: { end: [end, '250 2.0.0 taken\r\n'] } });
    const bench = workbench([server.port]);
    expect(states(await send(bench, server))).toEqual(['held']);
    expect(wholeMailsAt(server)).toBe(1);
    // The connection is of no more use: what comes next has one of its own, and the mail before is not on it.
    expect(states(await send(bench, server, undefined, plainBody))).toEqual(['sent']);
    expect(server.connections).toBe(2);
    expect(wholeMailsAt(server)).toBe(2);
  });

  it('421 after the final dot says that the mail was not taken: it waits, and is accepted once', async () => {
    const server = await serve({ answers: { end: ['421 4.3.2 closing\r\n', '250 2.0.0 taken\r\n'] } });
    const bench = workbench([server.port]);
    const report = await send(bench, server);
    expect(states(report)).toEqual(['deferred']);
    expect(report.outcomes[0]?.answer).toMatchObject({ replyCode: 421, enhancedStatus: '4.3.2', command: 'DATA' });
    expect(states(await send(bench, server))).toEqual(['sent']);
    expect(server.connections).toBe(2);
  });

  it.each([
    ['RCPT', { rcpt: '550 5.1.1 unknown\r\n' }],
    ['DATA', { data: '554 5.7.1 not this one\r\n' }],
    ['the final dot', { end: '554 5.6.0 not this one\r\n' }],
    ['MAIL, for the mail’s size', { mail: '552 5.3.4 too big\r\n' }],
    ['the final dot, for the mail’s size', { end: '552 5.3.4 too big\r\n' }],
  ])('a refusal for good at %s is final, with the server’s words, and blames nobody’s settings', async (_, answers) => {
    const server = await serve({ answers });
    const report = await send(workbench([server.port]), server);
    const [words = ''] = Object.values(answers);
    expect(states(report)).toEqual(['undeliverable']);
    expect(report.customerTrouble).toBeNull();
    expect(report.outcomes[0]?.answer.replyCode).toBe(Number(words.slice(0, 3)));
    expect(server.connections).toBe(1);
  });

  it('421 on a kept connection, before anything was said of the mail: it goes once, over a new one', async () => {
    const server = await serve({ answers: { mail: ['250 ok\r\n', '421 4.4.2 idle for too long\r\n', '250 ok\r\n'] } });
    const bench = workbench([server.port]);
    expect(states(await send(bench, server))).toEqual(['sent']);
    expect(states(await send(bench, server))).toEqual(['sent']);
    expect(server.connections).toBe(2);
    expect(server.encrypted.match(/\r\nbody\r\n\.\r\n/g)).toHaveLength(2);
  });

  it('421 in the middle of the recipients defers what was not accepted, and gives the connection up', async () => {
    const server = await serve({ answers: { rcpt: ['421 4.3.2 closing\r\n', '250 ok\r\n'] } });
    const bench = workbench([server.port]);
    expect(states(await send(bench, server))).toEqual(['deferred']);
    expect(server.encrypted).not.toContain('body');
    expect(states(await send(bench, server))).toEqual(['sent']);
  });

  it('RSET refused after a refused sender: the next mail starts on another connection', async () => {
    const answers = { mail: ['451 4.3.0 later\r\n', '250 ok\r\n'], rset: '500 5.5.1 what\r\n' };
    const server = await serve({ answers });
    const bench = workbench([server.port]);
    expect(states(await send(bench, server))).toEqual(['deferred']);
    expect(states(await send(bench, server))).toEqual(['sent']);
    expect(server.connections).toBe(2);
  });

  it('a go-ahead although every recipient was refused: no body is sent', async () => {
    const answers = { 'ehlo-after-tls': withPipelining, rcpt: '550 5.1.1 unknown\r\n' };
    const server = await serve({ answers });
    expect(states(await send(workbench([server.port]), server))).toEqual(['undeliverable']);
    expect(server.encrypted).not.toContain('body');
  });

  it.each([
    ['one reply too few', { rcpt: ['250 ok\r\n', silent] }],
    ['one reply too many', { rcpt: ['250 ok\r\n250 ok\r\n', '250 ok\r\n'] }],
    ['a go-ahead out of turn', { mail: '354 go ahead\r\n' }],
  ])('%s with PIPELINING: no mail is called sent that the server has not whole', async (_, answers) => {
    const server = await serve({ answers: { 'ehlo-after-tls': withPipelining, ...answers } });
    const report = await send(workbench([server.port]), server, ['a@example.test', 'b@example.test']);
    const wholeMails = server.encrypted.match(/\r\nbody\r\n\.\r\n/g)?.length ?? 0;
    expect(wholeMails).toBeLessThanOrEqual(1);
    if (wholeMails === 0) expect(states(report).filter((state) => state === 'sent' || state === 'held')).toEqual([]);
    else expect(states(report).every((state) => state === 'sent' || state === 'held')).toBe(true);
  });

  it('a refusal while the mail is still on its way decides, and the rest of it is not sent', async () => {
    const large = Buffer.alloc(32 * 1024 * 1024, `${'x'.repeat(70)}\r\n`);
    const data = '354 go ahead\r\n552 5.2.3 too big after all\r\n';
    const server = await serve({ answers: { 'ehlo-after-tls': '250-x\r\n250 AUTH PLAIN\r\n', data } });
    const report = await send(workbench([server.port]), server, undefined, large);
    expect(report.outcomes).toMatchObject([{ state: 'undeliverable', answer: { replyCode: 552, command: 'DATA' } }]);
    await server.abandoned();
    expect(server.encrypted).not.toContain('\r\n.\r\n');
  });

  it('a size that the server does not take is final, without a word about the mail', async () => {
    const server = await serve({ answers: { 'ehlo-after-tls': '250-x\r\n250-AUTH PLAIN\r\n250 SIZE 10\r\n' } });
    expect(states(await send(workbench([server.port]), server))).toEqual(['undeliverable']);
    expect(server.encrypted).not.toContain('MAIL FROM');
  });
});

describe('a server that says what nobody asked for', () => {
  const extra = '250 ok\r\n';
  const unpipelined = '250-x\r\n250 AUTH PLAIN\r\n';
  const steps: readonly (readonly [ScriptStep, string])[] = [
    ['greeting', '220 x\r\n'],
    ['ehlo', '250-x\r\n250 STARTTLS\r\n'],
    ['auth', '235 welcome\r\n'],
    ['mail', '250 sender ok\r\n'],
    ['rcpt', '250 recipient ok\r\n'],
    ['data', '354 go ahead\r\n'],
  ];

  it.each(steps.flatMap(([step, reply]) => [unpipelined, withPipelining].map((ehlo) => [step, reply, ehlo] as const)))(
    'behind its answer at %s is left, and its mail waits: nothing is taken for the answer to another command',
    async (step, reply, ehlo) => {
      const answers = { 'ehlo-after-tls': ehlo, [step]: `${reply}${extra}`, end: '554 5.6.0 not this one\r\n' };
      const server = await serve({ answers });
      const report = await send(workbench([server.port]), server, ['a@example.test', 'b@example.test']);
      const broken = { state: 'deferred', answer: { replyCode: null, text: 'PROTOCOL_BROKEN' } };
      expect(report).toMatchObject({ outcomes: [broken, broken], customerTrouble: null });
      expect(wholeMailsAt(server)).toBe(0);
      await server.abandoned();
    },
  );

  it('behind its answer to the mail itself: whose answer it is cannot be told, so the mail is held', async () => {
    const server = await serve({ answers: { end: `250 queued\r\n${extra}` } });
    const report = await send(workbench([server.port]), server);
    expect(report.outcomes).toMatchObject([{ state: 'held', answer: { replyCode: null, text: 'PROTOCOL_BROKEN' } }]);
  });

  it('between two mails loses its connection, and the next mail goes over another one', async () => {
    const server = await serve({});
    const bench = workbench([server.port]);
    expect(states(await send(bench, server))).toEqual(['sent']);
    server.say(extra);
    await server.abandoned();
    expect(states(await send(bench, server))).toEqual(['sent']);
    expect(server.connections).toBe(2);
  });

  it.each([unpipelined, withPipelining])(
    'to DATA, where only a go-ahead can be meant, gets no mail: %j',
    async (ehlo) => {
      const server = await serve({ answers: { 'ehlo-after-tls': ehlo, data: extra } });
      const report = await send(workbench([server.port]), server);
      expect(report.outcomes).toMatchObject([{ state: 'deferred', answer: { text: 'PROTOCOL_BROKEN' } }]);
      expect(server.encrypted).not.toContain('body');
    },
  );
});

describe('a body that pretends to end', () => {
  const pieces = ['\r', '\n', '.', '\r\n', '\r\n.', 'MAIL FROM:<evil@example.test>', 'DATA', 'x'];
  const bodies = fc
    .array(fc.constantFrom(...pieces), { maxLength: 30 })
    .map((parts) => `Subject: x\r\n\r\n${parts.join('')}`);

  it('is one message to a strict server and to a lax one, whatever it holds', async () => {
    const server = await serve({});
    const bench = workbench([server.port], { limits: { mailsPerConnection: 1_000 } });
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const before = server.encrypted.length;
        const report = await send(bench, server, ['one@example.test'], body);
        expect(states(report)).toEqual(['sent']);
        const [, message = ''] = server.encrypted.slice(before).split(/DATA\r\n(.*)$/s);
        const end = message.search(/(\r\n|\r|\n)\.(\r\n|\r|\n)/);
        expect(message.slice(end)).toBe('\r\n.\r\n');
      }),
      { numRuns: 150 },
    );
  });
});
