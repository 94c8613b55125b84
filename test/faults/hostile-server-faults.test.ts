import { checkCodes, type CheckStage } from '../../domain/check-report';
import { parseCapabilities } from '../../domain/smtp-capabilities';
import { tryCheck, type CheckTrial } from '../support/check-trial';
import { processorTime } from '../support/processor-time';
import { scriptedPeers } from '../support/scripted-peers';
import { deaf, silent, type ScriptedSmtpServer, type Script, type ScriptStep } from '../support/scripted-smtp-server';
import {
  customerServer,
  freely,
  never,
  quickTimeouts,
  testMail,
  type SmtpWorkbench,
  type WorkbenchOptions,
} from '../support/smtp-workbench';

const unlimited = '250-x\r\n250 AUTH PLAIN\r\n';
/** What a busy machine may add to a bound. */
const slackMs = 3_000;
/** More than the buffers between two ends on one machine hold. */
const bufferedBytes = 16 * 1024 * 1024;

const { serve, workbench } = scriptedPeers();

function benchFor(served: readonly ScriptedSmtpServer[], options: Partial<WorkbenchOptions> = {}): SmtpWorkbench {
  return workbench(
    served.map(({ port }) => port),
    options,
  );
}

async function check(script: Script, timeouts: WorkbenchOptions['timeouts'] = {}) {
  const server = await serve(script);
  return { server, trial: await tryCheck(benchFor([server], { timeouts }), { port: server.port }) };
}

async function send({ transport }: SmtpWorkbench, { port }: ScriptedSmtpServer, bytes = Buffer.from('Subject: x\r\n')) {
  const route = { route: 'customer', server: customerServer({ port }) } as const;
  const mail = { envelopeFrom: 'admin@example.test', recipients: ['one@example.test'], bytes };
  return (await transport.send(route, mail, never, freely)).outcomes;
}

describe('a server that accepts the connection and never greets', () => {
  it.each([
    ['starttls', 'greeting', 'GREETING_MISSING'],
    ['tls', 'tls', 'SERVER_TOO_SLOW'],
  ] as const)(
    'is left in time by a check over %s, with a code of its own and without a word',
    async (security, stage, code) => {
      const server = await serve({ answers: { greeting: silent } });
      const trial = await tryCheck(benchFor([server]), { port: server.port, security });
      expect(trial.end).toEqual({ stage, verdict: 'inconclusive', code });
      expect(trial.tookMs).toBeGreaterThan(quickTimeouts.greetingMs - 50);
      expect(trial.tookMs).toBeLessThan(quickTimeouts.greetingMs + 1_000 + slackMs);
      expect(server.clear).not.toMatch(/EHLO|AUTH/);
      await server.abandoned();
    },
  );

  it('is left in time by sending, and its mail waits', async () => {
    const server = await serve({ answers: { greeting: silent } });
    const started = performance.now();
    expect(await send(benchFor([server]), server)).toMatchObject([{ state: 'deferred', answer: { replyCode: null } }]);
    expect(performance.now() - started).toBeLessThan(quickTimeouts.greetingMs + slackMs);
    expect(server.clear).toBe('');
    await server.abandoned();
  });
});

describe('a tarpit that answers byte by byte and never comes to an end', () => {
  const endless = (code: string): string => `${code} ${'x'.repeat(20_000)}`;
  const patient = { greetingMs: 60_000, idleMs: 60_000, finalReplyMs: 60_000, setUpMs: 2_500, transactionMs: 2_500 };

  const tarpits: readonly (readonly [ScriptStep, string, CheckStage])[] = [
    ['greeting', '220', 'greeting'],
    ['ehlo', '250', 'ehlo'],
    ['starttls', '220', 'tls'],
    ['ehlo-after-tls', '250', 'ehlo'],
    ['auth', '235', 'auth'],
    ['mail', '250', 'mail-from'],
    ['rcpt', '250', 'rcpt-to'],
    ['data', '354', 'data'],
    ['end', '250', 'data'],
  ];

  it('is cut off by the whole time for a group of stages, at whatever step', async () => {
    const trials = await Promise.all(
      tarpits.map(async ([step, code]) => await check({ answers: { [step]: endless(code) }, dripMs: 2 }, patient)),
    );
    expect(trials.map(({ trial }) => trial.end.stage)).toEqual(tarpits.map(([, , stage]) => stage));
    for (const { server, trial } of trials) {
      expect(trial.end.verdict).toBe('inconclusive');
      expect(['GREETING_MISSING', 'SERVER_TOO_SLOW', 'TEST_MAIL_ANSWER_LOST']).toContain(trial.end.code);
      expect(trial.tookMs).toBeLessThan(patient.setUpMs + patient.transactionMs + 1_000 + slackMs);
      await server.abandoned();
    }
  });
});

describe('a server that gives the go-ahead and never reads the mail', () => {
  it('is cut off by the whole time for a mail, in a check', async () => {
    const { server, trial } = await check({ answers: { data: deaf } }, { finalReplyMs: 60_000, transactionMs: 1_500 });
    expect(trial.end).toEqual({ stage: 'data', verdict: 'inconclusive', code: 'TEST_MAIL_ANSWER_LOST' });
    expect(trial.tookMs).toBeLessThan(1_500 + slackMs);
    expect(server.encrypted).not.toContain('\r\n.\r\n');
  });

  it('costs its own mail a bounded time, no copies in memory, and other servers’ mail nothing', async () => {
    const [blocked, quick] = [await serve({ answers: { data: deaf, 'ehlo-after-tls': unlimited } }), await serve({})];
    const timeouts = { idleMs: 60_000, finalReplyMs: 60_000, setUpMs: 5_000, transactionMs: 4_000 };
    const bench = benchFor([blocked, quick], { timeouts });
    const body = Buffer.alloc(48 * 1024 * 1024, 'x'.repeat(70) + '\r\n');
    const before = memory();
    const started = performance.now();
    const sending = send(bench, blocked, body);
    for (let mail = 0; mail < 10; mail += 1) expect(await send(bench, quick)).toMatchObject([{ state: 'sent' }]);
    const [others, grown] = [performance.now() - started, memory() - before];
    expect(await sending).toMatchObject([{ state: 'deferred' }]);
    const whole = performance.now() - started;
    expect(others).toBeLessThan(whole);
    expect(whole).toBeLessThan(4_000 + slackMs);
    expect(grown).toBeLessThan(bufferedBytes);
  });
});

describe('a server that never stops talking', () => {
  const streams = [
    ['one line without end', 'x'.repeat(1_000)],
    ['lines of a reply without end', '250-AUTH PLAIN\r\n'],
    ['lines without anything', '\r\n'],
    ['line feeds', '\n'],
  ] as const;
  const steps = ['greeting', 'ehlo', 'ehlo-after-tls', 'auth', 'mail', 'end'] as const;

  it.each(steps.flatMap((step) => streams.map(([what, flood]) => [step, what, flood] as const)))(
    'at %s with %s is cut off at once, and kept nowhere',
    async (step, _, flood) => {
      const before = memory();
      const { server, trial } = await check({ answers: { [step]: { flood } } });
      expect(['PROTOCOL_BROKEN', 'TLS_INJECTION', 'TEST_MAIL_ANSWER_LOST']).toContain(trial.end.code);
      expect(trial.tookMs).toBeLessThan(slackMs);
      expect(server.flooded).toBeLessThan(bufferedBytes);
      expect(memory() - before).toBeLessThan(2 * bufferedBytes);
      expect(JSON.stringify([trial.session, trial.mail]).length).toBeLessThan(200_000);
      await server.abandoned();
    },
  );

  it.each(steps)('from %s on, agreeing to everything, agrees to nothing that nobody asked', async (step) => {
    const before = memory();
    const { server, trial } = await check({ answers: { [step]: { flood: '250 ok\r\n' } } });
    expect(trial.end.code).toBe('PROTOCOL_BROKEN');
    expect(trial.tookMs).toBeLessThan(slackMs);
    expect(server.flooded).toBeLessThan(bufferedBytes);
    expect(memory() - before).toBeLessThan(2 * bufferedBytes);
    await server.abandoned();
  });

  it('to a kept connection without a mail under way is cut off, and the next mail goes over another one', async () => {
    const server = await serve({});
    const bench = benchFor([server]);
    expect(await send(bench, server)).toMatchObject([{ state: 'sent' }]);
    server.say('\r\n'.repeat(50_000));
    await server.abandoned();
    expect(await send(bench, server)).toMatchObject([{ state: 'sent' }]);
    expect(server.connections).toBe(2);
  });

  it('that greets with two megabytes, or tells ten thousand capabilities, is cut off in sending, too', async () => {
    for (const answers of [{ greeting: `220 ${'x'.repeat(2_000_000)}\r\n` }, { ehlo: '250-LINE\r\n'.repeat(10_000) }]) {
      const server = await serve({ answers });
      const [outcome] = await send(benchFor([server]), server);
      expect(outcome).toMatchObject({ state: 'deferred' });
      expect(outcome?.answer.text.length).toBeLessThan(5_000);
      await server.abandoned();
    }
  });
});

describe('a server that refuses every sender and every reset', () => {
  const answers = { mail: ['250 ok\r\n', '550 5.7.1 no\r\n'], rset: '500 5.5.1 what\r\n' };
  const alternatives = Array.from({ length: 3 }, (_v, index) => ({
    mode: 'tracked' as const,
    address: `b-${index}@bounce.test`,
  }));

  it('is asked a bounded number of times by a check, and no question is repeated', async () => {
    const server = await serve({ answers });
    const trial = await tryCheck(benchFor([server]), { port: server.port }, { ...testMail, alternatives });
    expect(trial.end.code).toBeUndefined();
    expect(server.encrypted.match(/MAIL FROM/g)?.length).toBeLessThanOrEqual(1 + alternatives.length);
    expect(server.encrypted.match(/RSET/g)?.length).toBeLessThanOrEqual(alternatives.length);
    expect(server.connections).toBe(2);
    await server.abandoned();
  });

  it('costs each mail one reset at most in sending', async () => {
    const server = await serve({ answers: { mail: '451 4.3.0 later\r\n', rset: '500 5.5.1 what\r\n' } });
    const bench = benchFor([server]);
    for (let mail = 0; mail < 5; mail += 1) expect(await send(bench, server)).toMatchObject([{ state: 'deferred' }]);
    expect(server.encrypted.match(/RSET/g)?.length ?? 0).toBeLessThanOrEqual(5);
    expect(server.connections).toBeLessThanOrEqual(5);
  });
});

describe('a server whose replies are no clean text', () => {
  const dirt: readonly (readonly [string, Buffer])[] = [
    ['8-bit bytes', Buffer.from([0xe4, 0xf6, 0xfc, 0xff, 0x80])],
    ['NUL bytes', Buffer.from('a\0b\0')],
    ['broken UTF-8', Buffer.from([0xc3, 0x28, 0xa0, 0xe2, 0x82, 0xf0, 0x9f])],
    ['bare line feeds and returns', Buffer.from('a\n550 b\rc')],
    ['terminal codes and turned text', Buffer.from('\u001b[2J\u202egnp.exe\u2028\u0085')],
    ['markup', Buffer.from('<img src=x onerror=alert(1)>')],
  ];
  const steps = ['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data', 'end'] as const;

  it.each(dirt)('%s in a refusal at any step end with a code that we know, and are written out', async (_, bytes) => {
    for (const step of steps) {
      const reply = Buffer.concat([Buffer.from('550 5.7.1 '), bytes, Buffer.from('\r\n')]);
      const { trial } = await check({ answers: { [step]: reply } });
      expect(checkCodes).toContain(trial.end.code);
      expect(written(trial)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      // What customers read are facts of ours, never the server's own words.
      expect(JSON.stringify(trial.results)).not.toMatch(/onerror|gnp/);
    }
  });

  it.each(dirt)('%s in the refusal of a mail are written out in its record', async (_, bytes) => {
    const server = await serve({
      answers: { rcpt: Buffer.concat([Buffer.from('550 5.1.1 '), bytes, Buffer.from('\r\n')]) },
    });
    const outcomes = await send(benchFor([server]), server);
    expect(outcomes[0]?.answer.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });

  it('with line feeds alone at the ends of its lines is understood', async () => {
    const answers = { greeting: '220 x\n', ehlo: '250-x\n250 STARTTLS\n', mail: '250 ok\n', end: '250 ok\n' };
    const { trial } = await check({ answers });
    expect(trial.end.code).toBeUndefined();
  });
});

describe('a server that pads what it announces', () => {
  const padded = [
    `250-x\r\n250-AUTH ${' '.repeat(60_000)}PLAIN\r\n250 SIZE 1000\r\n`,
    `250-x\r\n250-AUTH${'\t'.repeat(60_000)}PLAIN\r\n250 SIZE 1000\r\n`,
    `250-x\r\n250-AUTH PLAIN ${'LOGIN '.repeat(10_000)}\r\n250 SIZE 1000\r\n`,
    `250-x\r\n250-AUTH PLAIN\r\n${'250-AUTH=LOGIN\r\n'.repeat(3_500)}250 SIZE 1000\r\n`,
    `250-x\r\n250-AUTH PLAIN\r\n250-${'A'.repeat(60_000)}\r\n250 SIZE ${'9'.repeat(3_000)}\r\n`,
  ];

  it.each(padded)('costs less than 50 ms of processor time more than one that does not: %#', async (ehlo) => {
    const plain = '250-x\r\n250-AUTH PLAIN\r\n250 SIZE 1000\r\n';
    const costs: Record<'plain' | 'padded', number[]> = { plain: [], padded: [] };
    for (let round = 0; round < 6; round += 1) {
      for (const [kind, answer] of [
        ['plain', plain],
        ['padded', ehlo],
      ] as const) {
        const { trial } = await check({ answers: { 'ehlo-after-tls': answer } });
        expect(trial.end.stage === null || trial.end.code === 'TEST_MAIL_TOO_LARGE').toBe(true);
        if (round > 0) costs[kind].push(trial.cpuMs);
      }
    }
    expect(median(costs.padded) - median(costs.plain)).toBeLessThan(50);
    expect(processorTime(() => parseCapabilities(ehlo.replaceAll('\r\n', '\n')))).toBeLessThan(50);
  });
});

function written({ session, mail, results }: CheckTrial): string {
  return [...session.transcript, ...mail.transcript].map(({ text }) => text).join('') + JSON.stringify(results);
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Infinity;
}

function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
