import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTransport } from 'nodemailer';
import { CertificateAuthority, type CertifiedKey } from '../../dev/certificates';
import { type CustomerServer, startCustomerServer } from '../../dev/customer-server/customer-server';
import { type Inbox, startInbox } from '../../dev/inbox/inbox';
import { receiving } from '../../dev/mail/smtp-handlers';
import { SmtpReply, listenSmtp } from '../../dev/mail/smtp-listener';
import { eventually } from '../support/eventually';
import { InboxClient, headerOf } from '../../dev/inbox/inbox-client';

const platformUser = { name: 'platform', password: 'platform-password' };
const customer = { name: 'mailer@customer.example', password: 'customer-password' };
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const ANY_PORTS = { web: 0, platform: 0, mx: 0 };

let directory: string;
let authority: CertificateAuthority;
let certificate: CertifiedKey;
let inbox: Inbox;
let mails: InboxClient;
let server: CustomerServer;

beforeAll(async () => {
  authority = await CertificateAuthority.create('Test authority');
  certificate = await authority.issue({ names: ['localhost', 'mail.customer.example'] });
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbox-'));
  inbox = await startInbox({ directory, certificate, platformUser, ports: ANY_PORTS });
  mails = new InboxClient(inbox.url);
  server = await startCustomerServer({
    hostName: 'localhost',
    certificate,
    user: customer,
    domain: 'customer.example',
    ports: { starttls: 0, tls: 0 },
    next: { port: inbox.ports.mx, authority: authority.certificate },
  });
});

afterEach(async () => {
  await server.close();
  await inbox.close();
  await rm(directory, { recursive: true });
});

interface Login {
  readonly name: string;
  readonly password: string;
}

function submissionTo(port: number, login: Login | undefined, secure = false) {
  return createTransport({
    host: '127.0.0.1',
    port,
    secure,
    name: 'client.example',
    requireTLS: !secure && login !== undefined,
    ...(login === undefined ? {} : { auth: { user: login.name, pass: login.password } }),
    tls: { ca: authority.certificate, servername: 'localhost' },
  });
}

const mail = {
  from: 'Customer <contracts@customer.example>',
  to: 'signer@recipient.example',
  replyTo: 'anna@customer.example',
  subject: 'Please sign',
  messageId: '<1@customer.example>',
  text: 'Hello',
  html: '<p>Hello <img src="cid:logo"><script>alert(1)</script></p>',
  attachments: [{ filename: 'logo.png', cid: 'logo', content: Buffer.from('png'), contentType: 'image/png' }],
};

describe('the inbox', () => {
  it('keeps what the platform submits after STARTTLS and AUTH, and tells how it came', async () => {
    await submissionTo(inbox.ports.platform, platformUser).sendMail(mail);
    const [kept] = await mails.list();
    expect(kept).toMatchObject({
      listener: 'platform',
      clientName: 'client.example',
      tls: true,
      envelope: { from: 'contracts@customer.example', to: ['signer@recipient.example'] },
      messageId: '<1@customer.example>',
      subject: 'Please sign',
    });
  });

  it('lets nobody submit without the password', async () => {
    const wrong = submissionTo(inbox.ports.platform, { ...platformUser, password: 'guess' }).sendMail(mail);
    await expect(wrong).rejects.toMatchObject({ responseCode: 535 });
    await expect(submissionTo(inbox.ports.platform, undefined).sendMail(mail)).rejects.toMatchObject({
      responseCode: 530,
    });
    expect(await mails.list()).toEqual([]);
  });

  it('takes mail for every recipient at its other door', async () => {
    await submissionTo(inbox.ports.mx, undefined).sendMail(mail);
    expect(await mails.list({ listener: 'mx' })).toHaveLength(1);
    expect(await mails.list({ listener: 'platform' })).toHaveLength(0);
  });

  it('finds mails by recipient, Message-ID, subject, time and position', async () => {
    const sender = submissionTo(inbox.ports.mx, undefined);
    await sender.sendMail(mail);
    await sender.sendMail({
      ...mail,
      to: 'Other@recipient.example',
      messageId: '<2@customer.example>',
      subject: 'Signed',
    });
    const [first, second] = await mails.list();
    expect(await mails.list({ recipient: 'other@recipient.example' })).toEqual([second]);
    expect(await mails.list({ messageId: '1@customer.example' })).toEqual([first]);
    expect(await mails.list({ subject: 'signed' })).toEqual([second]);
    expect(await mails.list({ since: second?.receivedAt ?? '' })).toEqual([second]);
    expect(await mails.list({ after: first?.id ?? '' })).toEqual([second]);
  });

  it('tells a waiting caller about a mail as soon as it is there', async () => {
    const waiting = mails.wait({ recipient: 'signer@recipient.example' });
    await submissionTo(inbox.ports.mx, undefined).sendMail(mail);
    const found = await waiting;
    expect(headerOf(found, 'reply-to')).toBe('anna@customer.example');
    expect(found.attachments).toMatchObject([{ fileName: 'logo.png', contentId: 'logo', inline: true, size: 3 }]);
  });

  it('tells a waiting caller when nothing came', async () => {
    await expect(mails.wait({ recipient: 'nobody@recipient.example' }, 1)).rejects.toThrow('No mail like');
  });

  it('tells so, too, when memory was tidied up meanwhile', async () => {
    const waiting = mails.wait({ recipient: 'nobody@recipient.example' }, 500);
    const tidying = setInterval(collectGarbage, 50);
    await expect(waiting).rejects.toThrow('No mail like');
    clearInterval(tidying);
  }, 5000);

  it('has its mails again after a restart, and forgets them when told to', async () => {
    await submissionTo(inbox.ports.mx, undefined).sendMail(mail);
    const before = await mails.list();
    await inbox.close();
    inbox = await startInbox({ directory, certificate, platformUser, ports: ANY_PORTS });
    mails = new InboxClient(inbox.url);
    expect(await mails.list()).toEqual(before);
    await mails.clear();
    expect(await mails.list()).toEqual([]);
  });

  it('hands mail for a domain with a server of its own to that server, and again until it is taken', async () => {
    const answers = [new SmtpReply(451, '4.3.0 Not now')];
    const taken: { to: string[]; raw: string }[] = [];
    const elsewhere = await listenSmtp(
      {
        cert: certificate.certificate,
        key: certificate.key,
        authOptional: true,
        onRcptTo: (_address, session, done) =>
          done(session.envelope.rcptTo.length > 0 ? new SmtpReply(452, '4.5.3 One') : null),
        ...receiving(async ({ raw, session }) => {
          const refusal = answers.pop();
          if (refusal) throw refusal;
          taken.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: raw.toString() });
          return await Promise.resolve('2.0.0 Stored');
        }),
      },
      0,
    );
    const routes = [{ domains: ['bounce.platform.example'], port: elsewhere.port }];
    const other = join(directory, 'routed');
    const routed = await startInbox({ directory: other, certificate, platformUser, ports: ANY_PORTS, routes });
    const to = ['signer@recipient.example', 'b-1@Bounce.platform.example', 'c-2@bounce.platform.example'];
    await submissionTo(routed.ports.mx, undefined).sendMail({ ...mail, to });
    await eventually('the other server has both', () => taken.length === 2);
    await routed.close();
    await elsewhere.close();
    expect(taken.map((each) => each.to.join()).toSorted()).toEqual([
      'b-1@bounce.platform.example',
      'c-2@bounce.platform.example',
    ]);
    expect(taken[0]?.raw).toMatch(/^Received: from client\.example .*\r\n\tby mx\.localhost with ESMTPS? id/);
    expect(routed.store.list().map(({ envelope }) => envelope.to)).toEqual([['signer@recipient.example']]);
  });

  it('keeps the bytes as they came', async () => {
    const raw = 'From: a@x.example\r\nSubject: raw\r\n\r\nas it is\r\n';
    const envelope = { from: 'a@x.example', to: ['b@y.example'] };
    await submissionTo(inbox.ports.mx, undefined).sendMail({ envelope, raw });
    const [kept] = await mails.list();
    expect((await mails.raw(kept?.id ?? '')).toString()).toBe(raw);
  });

  it('shows a mail without running or fetching what is in it', async () => {
    await submissionTo(inbox.ports.mx, undefined).sendMail({ ...mail, subject: '<script>alert(2)</script>' });
    const [kept] = await mails.list();
    const list = await fetch(inbox.url);
    const listText = await list.text();
    const shown = await fetch(`${inbox.url}/mails/${kept?.id ?? ''}`);
    const html = await fetch(`${inbox.url}/mails/${kept?.id ?? ''}/html`);
    expect(listText).toContain('&lt;script&gt;alert(2)&lt;/script&gt;');
    expect(listText).not.toContain('<script>alert(2)');
    expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await shown.text()).toContain('<iframe sandbox src=');
    expect(html.headers.get('content-security-policy')).toBe(
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
    );
    expect(await html.text()).toContain('src="data:image/png;base64,');
  });

  it('answers a bad question with 400, an unknown mail with 404', async () => {
    expect((await fetch(`${inbox.url}/api/mails?since=yesterday`)).status).toBe(400);
    expect((await fetch(`${inbox.url}/api/mails/none`)).status).toBe(404);
    expect((await fetch(`${inbox.url}/mails/none`)).status).toBe(404);
  });
});

describe("the customer's server", () => {
  it.each(['starttls', 'tls'] as const)(
    'takes mail over %s and hands it to the recipients before it answers',
    async (way) => {
      await submissionTo(server.ports[way], customer, way === 'tls').sendMail(mail);
      const [kept] = await mails.list();
      expect(kept).toMatchObject({ listener: 'mx', clientName: 'localhost', tls: true, subject: 'Please sign' });
      expect(kept?.received[0]).toMatch(/^from client\.example .* by localhost with ESMTPSA id/);
    },
  );

  it('offers AUTH only after STARTTLS', async () => {
    const cleartext = createTransport({
      host: '127.0.0.1',
      port: server.ports.starttls,
      ignoreTLS: true,
      auth: { user: customer.name, pass: customer.password },
    });
    await expect(cleartext.sendMail(mail)).rejects.toMatchObject({ responseCode: expect.any(Number) });
  });

  it('refuses a wrong password', async () => {
    const wrong = submissionTo(server.ports.starttls, { ...customer, password: 'guess' });
    await expect(wrong.verify()).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 });
  });

  it('lets bounces go anywhere, and the null sender send', async () => {
    const sender = submissionTo(server.ports.starttls, customer);
    for (const from of ['b-1@bounce.platform.example', '']) {
      await sender.sendMail({ ...mail, envelope: { from, to: mail.to } });
    }
    const kept = await mails.list();
    expect(kept.map(({ envelope }) => envelope.from)).toEqual(['b-1@bounce.platform.example', '']);
  });

  it("refuses another domain's sender in the mail, once it has seen it", async () => {
    const sender = submissionTo(server.ports.starttls, customer);
    const foreign = 'ceo@other.example';
    await expect(sender.sendMail({ ...mail, from: foreign })).rejects.toMatchObject({ responseCode: 553 });
    const envelope = { from: 'contracts@customer.example', to: mail.to };
    await expect(sender.sendMail({ ...mail, from: foreign, envelope })).rejects.toMatchObject({
      responseCode: 553,
      response: expect.stringContaining('5.7.1'),
    });
    expect(await mails.list()).toEqual([]);
  });

  it('refuses a recipient that does not exist', async () => {
    const sender = submissionTo(server.ports.starttls, customer);
    await expect(sender.sendMail({ ...mail, to: 'no-such-user@recipient.example' })).rejects.toMatchObject({
      responseCode: 550,
      response: expect.stringContaining('550 5.1.1'),
    });
  });

  it('asks the sender to try later when the next server is away', async () => {
    await inbox.close();
    const sender = submissionTo(server.ports.starttls, customer);
    await expect(sender.sendMail(mail)).rejects.toMatchObject({ responseCode: 451 });
    inbox = await startInbox({ directory, certificate, platformUser, ports: ANY_PORTS });
  });
});
