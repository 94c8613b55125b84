import { generateKeyPairSync, randomUUID } from 'node:crypto';

import { dkimSign } from 'mailauth';

import type { InboundMail } from '../../../activities/ports/inbound-mail-store';
import { textsFor } from '../../../activities/test-mail';
import { MimeMailComposer } from '../../../adapters/mail/mime-mail-composer';
import { TestMailBuilder } from '../../../adapters/smtp/test-mail-builder';
import { fateOfTexts } from '../../../domain/inbound/returned-body';
import { testMailText } from '../../../domain/texts/test-mail-texts';
import { settings } from '../../support/lifecycle-builders';
import { DnsRecordResolver } from '../../../adapters/dns/record-resolver';
import { MailauthReturnedMailReader } from '../../../adapters/inbound/mailauth-returned-mail-reader';
import { ScriptedDnsServer } from '../../support/scripted-dns-server';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const published = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

const mail = [
  'Received: from relay.customer.example by mx.example; Thu, 26 Nov 2026 10:00:10 +0000',
  'Received: from platform.example by relay.customer.example; Thu, 26 Nov 2026 10:00:05 +0000',
  'From: "Customer, Inc." <contracts@customer.example>',
  'Reply-To: admin@customer.example',
  'To: admin@customer.example',
  'Message-ID:',
  ' <test-mail.1@customer.example>',
  'Date: Thu, 26 Nov 2026 10:00:00 +0000',
  'List-Unsubscribe: <https://provider.example/u>',
  'Subject: Test',
  '',
  'The code is 1234.',
  '',
].join('\r\n');

let dns: ScriptedDnsServer;

beforeAll(async () => {
  dns = await ScriptedDnsServer.start({
    'customer.example': { txt: ['v=spf1 ip4:192.0.2.7 -all'] },
    's1._domainkey.customer.example': { txt: [`v=DKIM1; k=rsa; p=${published}`] },
    '_dmarc.customer.example': { txt: ['v=DMARC1; p=reject'] },
  });
});

afterAll(() => dns.stop());

async function signed(): Promise<string> {
  const key = {
    signingDomain: 'customer.example',
    selector: 's1',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  const { signatures } = await dkimSign(mail, { ...key, signatureData: [key] });
  return signatures + mail;
}

function received(raw: string, address = '192.0.2.7'): InboundMail {
  return {
    id: randomUUID(),
    raw: Buffer.from(raw),
    envelope: { sender: 'admin@customer.example', recipient: 'c-token@bounce.example' },
    peer: { address, name: 'relay.customer.example', protocol: 'smtp', isEncrypted: true },
    receivedAt: '2026-11-26T10:00:11.000Z',
    class: 'returned-test-mail',
    token: null,
    state: 'stored',
    copies: 1,
    outcome: null,
    settledAt: null,
    findings: [],
  };
}

function mailOf(text: string, html: string): string {
  const part = (type: string, content: string): string =>
    `--b\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${content}\r\n`;
  return `Content-Type: multipart/alternative; boundary=b\r\n\r\n${part('plain', text)}${part('html', html)}--b--\r\n`;
}

const readerBy = ({ address }: ScriptedDnsServer) => {
  const resolver = new DnsRecordResolver({ timeoutMs: 300, servers: [address] });
  return new MailauthReturnedMailReader({ name: 'bounce.example', resolver });
};
const reader = () => readerBy(dns);

describe('the reader of returned mails', () => {
  it('reads what could have been rewritten, the servers passed, and what was added', async () => {
    expect(await reader().read(received(await signed()))).toEqual({
      from: 'contracts@customer.example',
      replyTo: 'admin@customer.example',
      messageId: '<test-mail.1@customer.example>',
      returnPath: 'admin@customer.example',
      receivedAt: '2026-11-26T10:00:11.000Z',
      hops: 2,
      texts: { plain: 'The code is 1234.', html: '' },
      unsubscribeFields: ['List-Unsubscribe'],
      spf: 'pass',
      dkim: 'pass',
      dmarc: 'pass',
    });
  });

  it('finds a signature broken by a footer, and a server that SPF does not know', async () => {
    const changed = `${await signed()}Sent by provider.example\r\n`;
    expect(await reader().read(received(changed, '198.51.100.9'))).toMatchObject({
      spf: 'fail',
      dkim: 'neutral',
      dmarc: 'fail',
    });
  });

  it('says of a mail without signature that there is none', async () => {
    expect(await reader().read(received(mail))).toMatchObject({ spf: 'pass', dkim: 'none', dmarc: 'pass' });
  });

  describe.each(['de', 'en'] as const)('of a test mail in %s', (locale) => {
    const run = { organizationId: 'org', revision: 1, run: 1, organizationName: 'Käufer & Söhne <GmbH>', locale };
    const link = 'https://api.example/confirm-test-mail?token=abc.def';
    const sent = textsFor(run, settings.host, true);
    const fate = async (raw: string | Uint8Array) =>
      fateOfTexts(sent, (await reader().read({ ...received(''), raw: Buffer.from(raw) })).texts);

    it('finds exactly what was sent in one that was only wrapped and encoded', async () => {
      const codes = { codeFor: () => 'GC0DE123', matches: () => true };
      const builder = new TestMailBuilder(new MimeMailComposer(), codes, { linkFor: () => link });
      const parties = { ...run, recipient: 'admin@customer.example' };
      expect(await fate((await builder.build(settings, parties, new Date())).bytes)).toEqual({ kind: 'kept' });
    });

    it('finds what a server added or changed in the text that readers see', async () => {
      const facts = { organizationName: run.organizationName, host: settings.host, code: 'GC0DE123', link };
      const { text, html } = testMailText(locale, facts);
      expect(await fate(mailOf(text, html))).toEqual({ kind: 'kept' });
      const footer = html.replace('</body>', '<hr><p>Sent with <b>Mailer</b></p></body>');
      expect(await fate(mailOf(text, footer))).toEqual({ kind: 'added', added: 'Sent with Mailer' });
      expect(await fate(mailOf(`[External]\n${text}`, html))).toEqual({ kind: 'added', added: '[External]' });
      const clicks = text.replace(link, 'https://click.example/?to=42');
      expect(await fate(mailOf(clicks, html))).toEqual({ kind: 'changed' });
    });
  });

  it('tells a DNS that has trouble or gives no answer from a domain that proves nothing', async () => {
    for (const answer of [{ code: 2 }, { silent: true }]) {
      const troubled = await ScriptedDnsServer.start({
        'customer.example': answer,
        's1._domainkey.customer.example': answer,
        '_dmarc.customer.example': answer,
      });
      const { spf, dkim, dmarc } = await readerBy(troubled).read(received(await signed()));
      expect({ spf, dkim, dmarc }).toEqual({ spf: 'temperror', dkim: 'temperror', dmarc: 'temperror' });
      await troubled.stop();
    }
  }, 15_000);

  it('asks the DNS a bounded number of questions, however many signatures a mail claims', async () => {
    const one = (await signed()).slice(0, -mail.length);
    const many = Array.from({ length: 300 }, (_v, index) => one.replace(/s=s1/, `s=x${index}`)).join('');
    const before = dns.questions.length;
    expect(await reader().read(received(many + mail))).toMatchObject({ messageId: expect.any(String) });
    expect(dns.questions.length - before).toBeLessThanOrEqual(60);
  });

  it.each([
    ['thousands of senders', `From: ${'a@b.example, '.repeat(20_000)}\r\n${mail}`],
    [
      'thousands of senders behind a header without end',
      `X-Filler: ${'x'.repeat(300_000)}\r\nFrom: ${'a@b.c,'.repeat(20_000)}`,
    ],
  ])('spends no time on a mail with %s, and leaves its verdicts open', async (_, raw) => {
    const startedAt = process.cpuUsage();
    const read = await reader().read(received(raw));
    const { user, system } = process.cpuUsage(startedAt);
    expect(read).toMatchObject({ spf: 'temperror', dkim: 'temperror', dmarc: 'temperror' });
    expect((user + system) / 1e6).toBeLessThan(1.5);
  });

  it('never throws, whatever came', async () => {
    for (const raw of ['', '\0'.repeat(1000), 'From: x\r\n', 'A: b\r\n'.repeat(2_000)]) {
      expect(await reader().read(received(raw))).toMatchObject({ returnPath: 'admin@customer.example' });
    }
  });
});
