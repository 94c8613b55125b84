import fc from 'fast-check';
import type { MailParts } from '../../activities/ports/mail-composer';
import { MimeMailComposer } from '../../adapters/mail/mime-mail-composer';
import { mailAddress } from '../../api/schemas/common';
import { ehloName } from '../../config/formats';
import { CertificateAuthority } from '../../dev/certificates';
import { mailParts } from '../adapters/mail/mail-parts';
import { ScriptedSmtpServer } from '../support/scripted-smtp-server';
import { customerServer, freely, never, smtpWorkbench, testHost, type SmtpWorkbench } from '../support/smtp-workbench';

const composer = new MimeMailComposer();
const withEverything = '250-x\r\n250-AUTH PLAIN\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-DSN\r\n250 PIPELINING\r\n';

let server: ScriptedSmtpServer;
let bench: SmtpWorkbench;

beforeAll(async () => {
  const authority = await CertificateAuthority.create('Test authority');
  const { certificate, key } = await authority.issue({ names: [testHost] });
  const answers = { 'ehlo-after-tls': withEverything };
  server = await ScriptedSmtpServer.start({ answers, tls: { cert: certificate, key } });
  const limits = { mailsPerConnection: 10_000 };
  bench = smtpWorkbench({ authorities: authority.certificate, ports: [server.port], limits });
});

afterAll(async () => {
  await bench.transport.close();
  await server.stop();
});

interface Envelope {
  readonly from?: string;
  readonly to?: readonly string[];
  readonly envelopeId?: string;
}

/** Sends a mail, and answers with what the server heard of it; nothing where it was refused on the way there. */
async function heardOf(parts: Partial<MailParts>, sender: string, envelope: Envelope = {}): Promise<string> {
  const { from = 'admin@example.test', to = ['one@example.test'], envelopeId } = envelope;
  const before = server.captures.map(({ encrypted }) => encrypted.length);
  const composed = await composer.compose(mailParts(parts)).catch(() => null);
  if (composed === null) return '';
  const bytes = composer.withSender(composed, { name: sender, address: 'contracts@example.test' });
  const route = { route: 'customer', server: customerServer({ port: server.port }) } as const;
  const mail = { envelopeFrom: from, recipients: to, bytes, ...(envelopeId === undefined ? {} : { envelopeId }) };
  await bench.transport.send(route, mail, never, freely);
  // There may be several connections, each with a capture of its own.
  return server.captures.map(({ encrypted }, index) => encrypted.slice(before[index] ?? 0)).join('');
}

function commandsIn(heard: string): readonly string[] {
  const [dialogue = ''] = heard.split(/(?<=^DATA\r\n)/m);
  return dialogue.split('\r\n').filter((line) => !/^(?:EHLO|AUTH|RSET|QUIT)\b/.test(line) && line !== '');
}

function headerNamesIn(heard: string): readonly string[] {
  const [, message = ''] = heard.split(/^DATA\r\n/m);
  const [head = ''] = message.split('\r\n\r\n');
  return head.split('\r\n').flatMap((line) => /^([!-9;-~]+):/.exec(line)?.[1]?.toLowerCase() ?? []);
}

const ends = ['\r\n', '\n', '\r', '\0', '\u0085', '\u2028', '\r\n ', '\r\n.\r\n'];
const smuggled = ['Bcc: evil@example.test', 'X-Evil: 1', 'RCPT TO:<evil@example.test>', 'DATA', '> NOTIFY=NEVER <'];
/** Words with a line end and a header or command of their own somewhere. */
const hostile = fc
  .tuple(fc.string({ maxLength: 20 }), fc.constantFrom(...ends), fc.constantFrom(...smuggled), fc.constantFrom(...ends))
  .map(([before, end, words, last]) => `${before}${end}${words}${last}x`);

describe('a line end or NUL with a command behind it', () => {
  const fields: readonly [string, (text: string) => Promise<string>][] = [
    ['the subject', (text) => heardOf({ subject: text }, 'Contracts')],
    ['the sender’s name', (text) => heardOf({}, text)],
    ['the Reply-To', (text) => heardOf({ replyTo: `${text}@example.test` }, 'Contracts')],
    ['a recipient of the header', (text) => heardOf({ to: [`${text}@example.test`] }, 'Contracts')],
    ['the id of the request', (text) => heardOf({ requestId: text }, 'Contracts')],
    ['a recipient of the envelope', (text) => heardOf({}, 'Contracts', { to: [`${text}@example.test`] })],
    ['the envelope’s sender', (text) => heardOf({}, 'Contracts', { from: `${text}@example.test` })],
    ['the envelope’s id', (text) => heardOf({}, 'Contracts', { envelopeId: text })],
  ];

  it.each(fields)('in %s is refused or encoded: no command and no header is added', async (_, send) => {
    const usual = await heardOf({ requestId: 'r-1' }, 'Contracts');
    const known = new Set(headerNamesIn(usual));
    expect(known).toContain('subject');
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const heard = await send(text).catch(() => '');
        const commands = commandsIn(heard);
        expect(commands.filter((line) => /^MAIL FROM:<[^<>]*>/.test(line)).length).toBe(commands.length > 0 ? 1 : 0);
        expect(commands.filter((line) => !/^(?:MAIL FROM:<|RCPT TO:<|DATA$)/.test(line))).toEqual([]);
        expect(commands.filter((line) => line.startsWith('RCPT')).length).toBeLessThanOrEqual(1);
        expect(commands.filter((line) => line.startsWith('RCPT TO:<evil'))).toEqual([]);
        expect(headerNamesIn(heard).filter((name) => !known.has(name))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is no name for the service to greet servers with', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(ehloName().safeParse(text).success).toBe(false);
        expect(ehloName().safeParse(`mail.example.test${text}`).success).toBe(false);
      }),
    );
  });
});

describe('an address that two parsers could read differently', () => {
  const hostileAddresses = [
    '"evil@attacker.test"@example.test',
    'victim@example.test,evil@attacker.test',
    'victim@example.test evil@attacker.test',
    '<evil@attacker.test>victim@example.test',
    'victim@example.test <evil@attacker.test>',
    'group: evil@attacker.test, victim@example.test;',
    'a:b:c:evil@attacker.test;;;',
    '(evil@attacker.test)victim@example.test',
    'victim(comment)@example.test',
    'victim@example.test>',
    '@attacker.test:victim@example.test',
    'victim@attacker.test@example.test',
    'victim%attacker.test@example.test@',
    'victim@[127.0.0.1]',
    'victim@example.test\u3002attacker.test',
    'victim@example\uff0etest',
    'victim@exa\u00admple.test',
    'vic\u200btim@example.test',
    '=?utf-8?q?evil=40attacker.test?=@example.test',
    'victim@xn--.test',
    'victim@-example.test',
    'victim@example..test',
    'victim@.example.test',
    ' victim@example.test',
    'victim@example.test\t',
    '"a"."b"@example.test',
    '\\"@example.test',
    "o'brien+tag/x=y@example.test",
    'info@müller.example',
    'jürgen@example.test',
    'пример@пример.example',
    'a..b@example.test',
    '.a@example.test',
  ];

  it.each(hostileAddresses)('%s: whoever is admitted is exactly who the server is told', async (given) => {
    const admitted = mailAddress.safeParse(given);
    if (!admitted.success) return;
    const heard = await heardOf({ to: [admitted.data] }, 'Contracts', { to: [admitted.data] });
    const isNamed = heard.includes('RCPT TO:');
    // An address that no server could be told of is refused before one is.
    if (!isNamed) return;
    const named = /^RCPT TO:<(.*)>/m.exec(Buffer.from(heard, 'latin1').toString('utf8'))?.[1];
    const [local, domain] = [admitted.data.replace(/@[^@]*$/, ''), admitted.data.replace(/^.*@/s, '')];
    const asciiDomain = new URL(`http://${domain}`).hostname;
    // A mailbox that may only be written in quotes is written so; it is the same mailbox.
    const unquoted = named?.replace(/^"(.*)"@/, '$1@').replaceAll(/\\(.)/g, '$1');
    expect([`${local}@${domain}`, `${local}@${asciiDomain}`]).toContain(unquoted);
    expect(heard).not.toMatch(/RCPT TO:<[^>]*attacker\.test>/);
  });

  const long = 1_000_000;
  it.each([
    ['one million letters', 'a'.repeat(long)],
    ['a list of many', 'a@b.example,'.repeat(long / 12)],
    ['quotes that never end', '"\\'.repeat(long / 2)],
    ['groups in groups', 'a:'.repeat(long / 2)],
    ['angle brackets', '<'.repeat(long)],
    ['comments in comments', '('.repeat(long)],
    ['dots', `a@${'.'.repeat(long)}`],
    ['labels', `a@${'a-'.repeat(long / 2)}`],
    ['at signs', '@'.repeat(long)],
    ['letters that grow in upper case', `a@${'ß'.repeat(long)}`],
  ])('%s, a megabyte long, are refused in no time', (_, text) => {
    const before = process.cpuUsage();
    expect(mailAddress.safeParse(text).success).toBe(false);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(50);
  });
});
