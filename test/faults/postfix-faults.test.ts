import { CertificateAuthority } from '../../dev/certificates';
import { receiving } from '../../dev/mail/smtp-handlers';
import { listenSmtp, type SmtpListener } from '../../dev/mail/smtp-listener';
import { eventually } from '../support/eventually';
import { FaultProxy } from '../support/fault-proxy';
import { startPostfix, type Postfix } from '../support/postfix';
import { customerServer, freely, never, smtpWorkbench, testHost, type SmtpWorkbench } from '../support/smtp-workbench';
import { tidyUp } from '../support/tidy-up';

const user = { name: 'mailer@example.test', password: 'a password' };
const patience = { greetingMs: 10_000, idleMs: 10_000, finalReplyMs: 20_000, setUpMs: 20_000, transactionMs: 30_000 };

/** Whom it refuses, for now and for good. */
const refusals = '{later@example.test = 450 4.2.0 Greylisted}, {nobody@example.test = 550 5.1.1 No such user}';
const sizeLimit = 3_000_000;

let postfix: Postfix;
let network: FaultProxy;
let bench: SmtpWorkbench;
let authorities: string;
/** What Postfix has passed on, in the order of arrival. */
const arrived: { recipients: readonly string[]; text: string }[] = [];
const afterwards = tidyUp(60_000);

beforeAll(async () => {
  const authority = await CertificateAuthority.create('Test authority');
  const next: SmtpListener = await listenSmtp(
    {
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      ...receiving(async ({ raw, session }) => {
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        arrived.push({ recipients, text: raw.toString('latin1') });
        return await Promise.resolve('2.0.0 kept');
      }),
    },
    0,
  );
  afterwards(async () => await next.close());
  const certificate = await authority.issue({ names: [testHost] });
  postfix = await startPostfix({
    certificate,
    users: [user],
    hostName: testHost,
    relayPort: next.port,
    settings: {
      smtp_tls_security_level: 'none',
      smtpd_recipient_restrictions: `check_recipient_access inline:{${refusals}}, permit_sasl_authenticated, reject`,
      message_size_limit: String(sizeLimit),
    },
  });
  afterwards(async () => await postfix.stop());
  network = await FaultProxy.start(postfix.tlsPort);
  afterwards(async () => await network.close());
  authorities = authority.certificate;
  bench = benchWith(user.password);
}, 60_000);

function benchWith(password: string): SmtpWorkbench {
  const opened = smtpWorkbench({ authorities, ports: [network.port], password, timeouts: patience });
  afterwards(async () => await opened.transport.close());
  return opened;
}

async function send(to: string | readonly string[], body: string, { transport } = bench) {
  const settings = { port: network.port, security: 'tls', user: user.name, senderAddress: user.name } as const;
  const route = { route: 'customer', server: customerServer(settings) } as const;
  const mail = { envelopeFrom: user.name, recipients: [to].flat(), bytes: Buffer.from(body) };
  return await transport.send(route, mail, never, freely);
}

function arrivalsFor(recipient: string) {
  return arrived.filter(({ recipients }) => recipients.includes(recipient));
}

describe('a real Postfix', () => {
  it('that took a mail whose answer was lost: the mail is held, and arrives once', async () => {
    const body = `Subject: lost\r\n\r\n${`${'x'.repeat(70)}\r\n`.repeat(20_000)}`;
    const before = network.asked;
    // So much of the body is on its way that the go-ahead has been given: what is left to say is the answer to the dot.
    network.onPiece = () => {
      if (network.asked > before + 100_000) network.stall('toClient');
    };
    const sending = send('lost@example.test', body);
    await eventually('Postfix has passed it on', () => arrivalsFor('lost@example.test').length > 0);
    network.onPiece = () => undefined;
    network.cut();
    network.mend();
    const { outcomes } = await sending;
    expect(outcomes.map(({ state }) => state)).toEqual(['held']);
    expect((await send('after@example.test', 'Subject: x\r\n\r\nbody\r\n')).outcomes[0]?.state).toBe('sent');
    await eventually('the next mail', () => arrivalsFor('after@example.test').length > 0);
    expect(arrivalsFor('lost@example.test')).toHaveLength(1);
  }, 60_000);

  it('that refuses one recipient for now and one for good: each gets its own end, and the third the mail, once', async () => {
    const recipients = ['mixed@example.test', 'later@example.test', 'nobody@example.test'];
    const { outcomes, customerTrouble } = await send(recipients, 'Subject: x\r\n\r\nbody\r\n');
    expect(outcomes).toMatchObject([
      { recipient: recipients[0], state: 'sent' },
      { recipient: recipients[1], state: 'deferred', answer: { replyCode: 450, enhancedStatus: '4.2.0' } },
      { recipient: recipients[2], state: 'undeliverable', answer: { replyCode: 550, enhancedStatus: '5.1.1' } },
    ]);
    expect(customerTrouble).toBeNull();
    await eventually('it is passed on', () => arrivalsFor('mixed@example.test').length > 0);
    expect(arrivalsFor('mixed@example.test')).toMatchObject([{ recipients: ['mixed@example.test'] }]);
  }, 60_000);

  it('that says how large a mail may be hears nothing of one that is larger: it is undeliverable', async () => {
    const { outcomes } = await send('large@example.test', `Subject: x\r\n\r\n${'x'.repeat(sizeLimit)}\r\n`);
    expect(outcomes).toMatchObject([{ state: 'undeliverable', answer: { replyCode: null } }]);
    expect(await postfix.log()).not.toContain('large@example.test');
  }, 60_000);

  it('that refuses the login is asked once; the mail waits, and the next one is not tried', async () => {
    const wrong = benchWith('another password');
    const first = await send('login@example.test', 'Subject: x\r\n\r\nbody\r\n', wrong);
    expect(first).toMatchObject({ outcomes: [{ state: 'deferred', answer: { replyCode: 535 } }] });
    expect(first.customerTrouble).toMatch(/^AUTH_/);
    const second = await send('login@example.test', 'Subject: x\r\n\r\nbody\r\n', wrong);
    expect(second.notAskedForMs).toBeGreaterThan(0);
    expect((await postfix.log()).match(/SASL \S+ authentication failed/g)).toHaveLength(1);
  }, 60_000);

  it.each([
    ['bare line feeds', '\n.\n'],
    ['bare carriage returns', '\r.\r'],
    ['a mixed end', '\r\n.\r'],
    ['an end that is one', '\r\n.\r\n'],
  ])(
    'sees one mail where a body holds another behind %s',
    async (_, end) => {
      const to = `smuggled-${arrived.length}@example.test`;
      const second =
        'MAIL FROM:<evil@example.test>\r\nRCPT TO:<victim@example.test>\r\nDATA\r\nSubject: evil\r\n\r\nevil\r\n';
      const { outcomes } = await send(to, `Subject: one\r\n\r\nbefore${end}${second}`);
      expect(outcomes.map(({ state }) => state)).toEqual(['sent']);
      expect((await send('fence@example.test', 'Subject: x\r\n\r\nbody\r\n')).outcomes[0]?.state).toBe('sent');
      await eventually('what Postfix passes on', () => arrivalsFor(to).length > 0);
      expect(arrivalsFor(to)).toHaveLength(1);
      expect(arrivalsFor(to)[0]?.text).toContain('RCPT TO:<victim@example.test>');
      expect(arrivalsFor('victim@example.test')).toEqual([]);
      expect(await postfix.log()).not.toContain('victim@example.test');
    },
    60_000,
  );
});
