import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailContent, type StoredMail } from '../../dev/inbox/stored-mail';
import { freePort } from '../../dev/support/ports';
import { type DemoRun, runDemo } from '../support/demo-process';

const patienceMs = 180_000;
const stages = [
  'egress',
  'dns',
  'connect',
  'greeting',
  'ehlo',
  'tls',
  'auth',
  'mail-from',
  'rcpt-to',
  'data',
  'returned-mail',
];

/** Mails about what happened, which are neither the test mails nor notices about undeliverable mail. */
const isNews = ({ listener, subject, envelope }: StoredMail): boolean =>
  listener === 'platform' && !envelope.to.includes('signer@partner.example') && !subject.startsWith('Nicht zustellbar');

describe('the demo', () => {
  let run: DemoRun;

  beforeAll(async () => {
    run = await runDemo('--json');
  }, patienceMs);

  it('ends with exit code 0, and leaves no process behind', () => {
    expect({ exitCode: run.exitCode, errors: run.errors }).toEqual({ exitCode: 0, errors: '' });
    expect(run.leftBehind).toEqual([]);
  });

  it('says where the lifecycle can be seen, and how long it took', () => {
    expect(run.summary).toEqual({
      ok: true,
      organizationId: 'demo-organization',
      workflowId: 'mail-server/demo-organization',
      temporalUi: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/namespaces\/default\/workflows\/mail-server%2Fdemo-organization$/,
      ),
      timeline: expect.any(Array),
      checks: expect.any(Object),
      messages: expect.any(Array),
      notices: expect.any(Array),
      tookMs: expect.any(Number),
    });
  });

  it('lists every step with who took it and where the lifecycle stood after it', () => {
    const timeline = run.summary?.timeline ?? [];
    const steps = timeline.map(({ actor, entitlement, draft, live }) => `${actor}: ${entitlement}/${draft}/${live}`);
    expect(steps).toEqual([
      'backend: locked/none/none',
      'admin: locked/none/none',
      'sales: unlocked/none/none',
      'admin: unlocked/checking/none',
      'dual: unlocked/checking/none',
      'check: unlocked/awaiting-review/none',
      'dual: unlocked/awaiting-review/none',
      'reviewer: unlocked/awaiting-review/none',
      'reviewer: unlocked/changes-requested/none',
      'admin: unlocked/checking/none',
      'admin: unlocked/awaiting-review/none',
      'reviewer: unlocked/none/active',
      'admin: unlocked/none/active',
      'backend: unlocked/none/active',
      'backend: unlocked/none/active',
      'backend: unlocked/none/active',
      'sales: locked/none/none',
      'backend: locked/none/none',
    ]);
    const times = timeline.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(timeline.every(({ command }) => command !== '')).toBe(true);
  });

  it('shows the report of the approved settings, with a result for every stage', () => {
    const { verdict, results = [] } = run.summary?.checks ?? {};
    expect(verdict).toBe('warn');
    expect([...new Set(results.map(({ stage }) => stage))]).toEqual(stages);
    const others = results.filter((result) => result.verdict !== 'pass' || result.title === '');
    // No record in the DNS vouches for mail of the demo's domain.
    expect(others.map(({ id, verdict: found }) => [id, found])).toEqual([['returned-mail-authentication', 'warn']]);
  });

  it('sends by category and live server, and tells what became of each mail', () => {
    const id = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    expect(run.summary?.messages).toEqual([
      { id, category: 'transactional', route: 'customer', state: 'sent' },
      { id, category: 'informational', route: 'platform', state: 'sent' },
      { id, category: 'transactional', route: 'customer', state: 'undeliverable' },
      { id, category: 'transactional', route: 'platform', state: 'sent' },
    ]);
    expect(run.summary?.notices).toEqual([{ to: 'admin@customer.example', about: 'no-such-user@partner.example' }]);
  });

  it('has really sent: two test mails, three mails and one notice arrived, each through its server', () => {
    const arrived = run.inbox
      .list()
      .filter((mail) => !isNews(mail))
      .map(({ listener, envelope }) => `${listener} ${envelope.to.join(' and ')}`);
    expect(arrived.toSorted()).toEqual([
      'mx admin@customer.example',
      'mx admin@customer.example',
      'mx signer@partner.example',
      'platform admin@customer.example',
      'platform signer@partner.example',
      'platform signer@partner.example',
    ]);
  });

  it('carries a link in its test mails that leads to the page which confirms them', async () => {
    const mails = run.inbox.list({ recipient: 'admin@customer.example', listener: 'mx' });
    const texts = await Promise.all(
      mails.map(async (mail) => (await mailContent(run.rawMails.get(mail.id) ?? Buffer.alloc(0))).text),
    );
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/confirm-test-mail\?token=[\w.-]+$/m);
  });

  it('has told everybody concerned what happened, through the platform’s server', () => {
    const news = run.inbox.list().filter(isNews);
    expect(new Set(news.map(({ listener }) => listener))).toEqual(new Set(['platform']));
    const told = (address: string): number => news.filter(({ envelope }) => envelope.to.includes(address)).length;
    expect(told('admin@customer.example')).toBeGreaterThan(3);
    expect(told('reviewers@platform.example')).toBe(2);
    expect(told('sales@platform.example')).toBe(1);
  });

  it('shows what the returned copy of a test mail was found to be, which confirmed the draft by itself', () => {
    expect(run.output).toMatch(/the returned test mail confirms the draft/);
    expect(run.output).toMatch(/returned copy \(pass\): The test mail came back/);
  });

  it('tells the story while it goes', () => {
    for (const line of [/Sales unlocks/, /refused with 403 FEATURE_LOCKED/, /failed at stage auth/, /Every step was/]) {
      expect(run.output).toMatch(line);
    }
  });
});

describe('a demo that cannot succeed', () => {
  let directory: string;
  let passwordFile: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'demo-password-'));
    passwordFile = join(directory, 'password');
    await writeFile(passwordFile, 'a password\n');
  });

  afterAll(async () => {
    await rm(directory, { recursive: true });
  });

  it(
    'fails with a summary when the server is not there',
    async () => {
      const port = String(await freePort());
      const server = ['--smtp-host', 'localhost', '--smtp-port', port];
      const login = ['--smtp-user', 'somebody', '--smtp-password-file', passwordFile];
      const run = await runDemo('--json', ...server, ...login);
      expect({ exitCode: run.exitCode, leftBehind: run.leftBehind }).toEqual({ exitCode: 1, leftBehind: [] });
      expect(run.summary).toEqual({
        ok: false,
        error: expect.stringContaining('the failing stage is auth (it is connect)'),
        timeline: expect.any(Array),
        tookMs: expect.any(Number),
      });
      expect(run.summary?.timeline.at(-1)).toMatchObject({ actor: 'admin', draft: 'checking', live: 'none' });
      expect(run.errors).toContain('The demo failed:');
    },
    patienceMs,
  );

  it('fails when it cannot start: the port that it was told to take is not free', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    const run = await runDemo('--json', '--relay-port', String(port));
    holder.close();
    expect(run).toMatchObject({ exitCode: 1, summary: { ok: false, error: expect.stringContaining(`Port ${port}`) } });
  });

  it.each([
    ['an unknown option', ['--no-such-option'], '--no-such-option'],
    ['an argument', ['now'], "'now'"],
    ['a port that is none', ['--smtp-host', 'localhost', '--smtp-port', 'many'], '--smtp-port must be a port number'],
    ['a relay port that is none', ['--relay-port', '70000'], '--relay-port must be a port number'],
    ['a host without a user', ['--smtp-host', 'localhost'], '--smtp-user is needed with --smtp-host'],
    ['another security', ['--smtp-host', 'localhost', '--security', 'none'], '--security must be one of starttls, tls'],
    [
      'a password file that is not there',
      ['--smtp-host', 'localhost', '--smtp-user', 'x', '--smtp-password-file', '/no/such/file'],
      '--smtp-password-file: /no/such/file cannot be read',
    ],
    ['an authority that is not there', ['--ca', '/no/such/file'], '--ca: /no/such/file cannot be read'],
  ])('refuses %s with exit code 2 and its usage', async (_what, args, complaint) => {
    const run = await runDemo(...args);
    expect(run).toMatchObject({ exitCode: 2, output: '' });
    expect(run.errors).toContain(complaint);
    expect(run.errors).toContain('Usage: npm run demo');
  });
});
