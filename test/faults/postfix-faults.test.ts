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

let postfix: Postfix;
let network: FaultProxy;
let bench: SmtpWorkbench;
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
    settings: { smtp_tls_security_level: 'none' },
  });
  afterwards(async () => await postfix.stop());
  network = await FaultProxy.start(postfix.tlsPort);
  afterwards(async () => await network.close());
  bench = smtpWorkbench({
    authorities: authority.certificate,
    ports: [network.port],
    password: user.password,
    timeouts: patience,
  });
  afterwards(async () => await bench.transport.close());
}, 60_000);

async function send(to: string, body: string) {
  const settings = { port: network.port, security: 'tls', user: user.name, senderAddress: user.name } as const;
  const route = { route: 'customer', server: customerServer(settings) } as const;
  const mail = { envelopeFrom: user.name, recipients: [to], bytes: Buffer.from(body) };
  return await bench.transport.send(route, mail, never, freely);
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
