import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { CertificateAuthority, type CertifiedKey } from '../../dev/certificates';
import { type Inbox, startInbox } from '../../dev/inbox/inbox';
import { InboxClient } from '../../dev/inbox/inbox-client';
import { isFree } from '../../dev/support/ports';
import { type Postfix, startPostfix } from '../support/postfix';

const user = { name: 'mailer@customer.example', password: 'a password, with: odd / characters' };
const mail = { from: 'contracts@customer.example', to: 'signer@recipient.example', subject: 'Sign', text: 'Hello' };

let directory: string;
let authority: CertificateAuthority;
let certificate: CertifiedKey;
let inbox: Inbox;
let postfix: Postfix;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'inbox-'));
  authority = await CertificateAuthority.create('Test authority');
  certificate = await authority.issue({ names: ['localhost', 'mail.customer.example'] });
  const platformUser = { name: 'platform', password: 'unused' };
  inbox = await startInbox({ directory, certificate, platformUser, ports: { web: 0, platform: 0, mx: 0 } });
  const refusedRecipients = ['no-such-user@recipient.example'];
  postfix = await startPostfix({
    certificate,
    users: [user, { name: 'plain', password: 'x' }],
    relayPort: inbox.ports.mx,
    refusedRecipients,
  });
}, 180_000);

afterAll(async () => {
  await postfix.stop();
  await inbox.close();
  await rm(directory, { recursive: true });
});

function submission(login: typeof user, secure = false) {
  return createTransport({
    host: '127.0.0.1',
    port: secure ? postfix.tlsPort : postfix.startTlsPort,
    secure,
    requireTLS: !secure,
    auth: { user: login.name, pass: login.password },
    tls: { ca: authority.certificate, servername: 'mail.customer.example' },
  });
}

describe('a Postfix of the tests', () => {
  it.each([
    ['STARTTLS', false],
    ['TLS', true],
  ])('takes mail after %s and AUTH and relays it to the inbox', async (_way, secure) => {
    const messageId = `<${String(secure)}@customer.example>`;
    await submission(user, secure).sendMail({ ...mail, messageId });
    const kept = await new InboxClient(inbox.url).wait({ messageId });
    expect(kept).toMatchObject({ listener: 'mx', clientName: 'mail.customer.example', tls: true });
    expect(kept.received[0]).toContain('by mail.customer.example (Postfix) with ESMTPSA');
  });

  it('knows users without a domain, too', async () => {
    await expect(submission({ name: 'plain', password: 'x' }).verify()).resolves.toBe(true);
  });

  it('refuses a wrong password', async () => {
    await expect(submission({ ...user, password: 'guess' }).verify()).rejects.toMatchObject({ responseCode: 535 });
  });

  it('refuses the recipients that it was told to refuse', async () => {
    const refused = submission(user).sendMail({ ...mail, to: 'no-such-user@recipient.example' });
    await expect(refused).rejects.toMatchObject({ responseCode: 550, response: expect.stringContaining('5.1.1') });
  });

  it('leaves nothing listening when it is stopped', async () => {
    const other = await startPostfix({ certificate, users: [] });
    expect(await isFree(other.startTlsPort)).toBe(false);
    await other.stop();
    expect(await isFree(other.startTlsPort)).toBe(true);
    expect(await isFree(other.tlsPort)).toBe(true);
  });

  it('takes nothing from someone who has not logged in, and no password without TLS', async () => {
    const options = { host: '127.0.0.1', port: postfix.startTlsPort };
    const cleartext = createTransport({ ...options, ignoreTLS: true });
    await expect(cleartext.sendMail(mail)).rejects.toMatchObject({ responseCode: 530 });
    const tls = { ca: authority.certificate, servername: 'localhost' };
    await expect(createTransport({ ...options, requireTLS: true, tls }).sendMail(mail)).rejects.toMatchObject({
      responseCode: 554,
    });
  });
});
