import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority } from '../../dev/certificates';
import { freePort } from '../../dev/support/ports';
import { type DemoRun, runDemo } from '../support/demo-process';
import { startPostfix } from '../support/postfix';

const patienceMs = 240_000;
const hostName = 'mail.customer.example';
const user = { name: 'mailer@customer.example', password: 'a pässword, with "quotes" and: odd / characters' };
const refused = 'no-such-user@partner.example';

/** A demo run through a Postfix of its own, as someone with a test server starts it. */
interface Trial {
  readonly run: DemoRun;
  readonly log: string;
}

async function runThroughPostfix(security: 'starttls' | 'tls'): Promise<Trial> {
  const directory = await mkdtemp(join(tmpdir(), 'demo-postfix-'));
  const authority = await CertificateAuthority.create('Test authority');
  const certificate = await authority.issue({ names: ['localhost', hostName] });
  const relayPort = await freePort();
  const postfix = await startPostfix({ certificate, hostName, users: [user], relayPort, refusedRecipients: [refused] });
  try {
    await writeFile(join(directory, 'password'), `${user.password}\n`);
    await writeFile(join(directory, 'ca.pem'), authority.certificate);
    const port = security === 'tls' ? postfix.tlsPort : postfix.startTlsPort;
    const server = ['--smtp-host', 'localhost', '--smtp-port', String(port), '--security', security];
    const login = ['--smtp-user', user.name, '--smtp-password-file', join(directory, 'password')];
    const surroundings = ['--ca', join(directory, 'ca.pem'), '--relay-port', String(relayPort)];
    const run = await runDemo('--json', ...server, ...login, ...surroundings);
    return { run, log: await postfix.log() };
  } finally {
    await postfix.stop();
    await rm(directory, { recursive: true });
  }
}

describe.each(['starttls', 'tls'] as const)('the demo with a real Postfix over %s', (security) => {
  let trial: Trial;

  beforeAll(async () => {
    trial = await runThroughPostfix(security);
  }, patienceMs);

  it('succeeds', () => {
    const { exitCode, summary, errors, leftBehind } = trial.run;
    expect({ exitCode, errors, ok: summary?.ok, leftBehind }).toEqual({
      exitCode: 0,
      errors: '',
      ok: true,
      leftBehind: [],
    });
    expect(trial.run.output).toContain('the check failed at stage auth');
  });

  it('has the customer’s mail taken by Postfix after TLS and AUTH, and relayed to the inbox', () => {
    const mails = trial.run.inbox.list({ listener: 'mx' });
    expect(mails.map(({ envelope }) => envelope.to)).toEqual([
      ['admin@customer.example'],
      ['admin@customer.example'],
      ['signer@partner.example'],
    ]);
    for (const mail of mails) {
      expect(mail.clientName).toBe(hostName);
      expect(mail.received[0]).toContain(`by ${hostName} (Postfix) with ESMTPSA`);
    }
    expect(trial.log).toContain(`sasl_username=${user.name}`);
  });

  it('has the draft confirmed by the copy that Postfix delivered to us', () => {
    expect(trial.run.output).toContain('the returned test mail confirms the draft');
  });

  it('has everything else sent around Postfix', () => {
    const mails = trial.run.inbox.list({ listener: 'platform' });
    const subjects = mails.map(({ subject }) => subject);
    expect(subjects).toContainEqual(expect.stringMatching(/^Nicht zustellbar/));
    expect(mails.length).toBeGreaterThanOrEqual(3);
    expect(mails.flatMap(({ received }) => received).filter((line) => line.includes('Postfix'))).toEqual([]);
  });

  it('turns Postfix’s refusal of a recipient into a notice', () => {
    expect(trial.log).toContain(`NOQUEUE: reject: RCPT`);
    expect(trial.run.summary?.messages).toContainEqual(
      expect.objectContaining({ route: 'customer', state: 'undeliverable' }),
    );
    expect(trial.run.summary?.notices).toEqual([{ to: 'admin@customer.example', about: refused }]);
  });

  it('finds Postfix’s certificate and features in the checks', () => {
    const { verdict, results = [] } = trial.run.summary?.checks ?? {};
    expect(verdict).toBe('warn');
    const warned = results.filter((result) => result.verdict === 'warn');
    expect(warned).toEqual([expect.objectContaining({ id: 'returned-mail-authentication' })]);
    const facts = Object.fromEntries(results.map((result) => [result.stage, result.facts]));
    expect(facts['tls']).toMatchObject({ names: ['localhost', hostName] });
    expect(facts['ehlo']).toMatchObject({ extensions: expect.arrayContaining(['PIPELINING', 'DSN']) });
    expect(facts['auth']).toMatchObject({ mechanism: 'PLAIN' });
  });
});
