import { array, assert, constantFrom, nat, oneof, property, string, uint8Array } from 'fast-check';
import { defaultMimeLimits } from '../../../adapters/mime/mime-limits';
import { readMail } from '../../../adapters/mime/read-mail';
import { bounceKinds } from '../../../domain/bounces/bounce-reading';
import { bounceReasons } from '../../../domain/bounces/bounce-reason';
import { dsnReport, mailBytes, perMessage, proseReport, read, readOne, statusBlock } from '../../support/bounce-mails';
import { processorTime } from '../../support/processor-time';

const snippet = constantFrom(
  'Final-Recipient: rfc822; a@b.example\n',
  'Action: failed\n',
  'Status: 5.1.1\n',
  'Content-Type: multipart/report; boundary=b\n\n',
  'Content-Type: message/rfc822\n\n',
  '--b\n',
  '--b--\n',
  '<a@b.example>: 550 User unknown\n',
  '{"notificationType":"Bounce"}',
  '__proto__: x\n',
  '=?utf-8?q?=C3?=',
  '\n',
  '\0',
  '\r',
);
const mangled = array(oneof(snippet, string({ maxLength: 40 })), { maxLength: 60 }).map((parts) =>
  Buffer.from(parts.join('')),
);

describe('any bytes', () => {
  it('are read without an exception and into known words', () => {
    const bytes = oneof(uint8Array({ maxLength: 3000 }), mangled);
    assert(
      property(bytes, (mail) => {
        for (const { kind, reason, recipient } of read(mail).recipients) {
          expect(bounceKinds).toContain(kind);
          expect(bounceReasons).toContain(reason);
          expect(typeof recipient).toBe('string');
        }
      }),
      { numRuns: 400 },
    );
  });

  it('cut off anywhere leave the reading total', () => {
    const whole = dsnReport(perMessage + statusBlock('a@b.example', 'failed', '5.1.1'));
    assert(
      property(nat(whole.length), (at) => {
        expect(read(whole.subarray(0, at)).recipients.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('read twice say the same', () => {
    assert(property(mangled, (mail) => expect(read(mail)).toEqual(read(mail))));
  });
});

describe('words that nothing knows', () => {
  const word = array(constantFrom(...'qxzjkvw'.split('')), { minLength: 4, maxLength: 9 }).map((letters) =>
    letters.join(''),
  );
  const refused = array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));

  it('never make an address hard, whatever command was refused', () => {
    assert(
      property(refused, constantFrom('RCPT TO', 'MAIL FROM', 'end of DATA'), (words, command) => {
        const said = `<a@b.example>: host mx.b.example[192.0.2.9] said: 550 ${words} (in reply to ${command} command)`;
        expect(readOne(proseReport(said))).toMatchObject({ recipient: 'a@b.example', kind: 'failed', hard: false });
      }),
    );
  });

  it('are no refusal in a host name either', () => {
    const said = '<a@b.example>: host user-unknown.mailbox-full.example[192.0.2.9] said: 550 qxzj';
    expect(readOne(proseReport(said))).toMatchObject({ reason: 'onhold', hard: false });
  });
});

describe('a hostile mail', () => {
  it.each([
    ['addresses', 'a@b.example '],
    ['opening brackets before an address', '((((((((('],
    ['quotes', '"@'],
    ['headers', 'Final-Recipient: rfc822; a@b.example\n'],
    ['angle brackets', '<<<<'],
    ['transcript lines', '>>> RCPT TO\n<<< 550 no\n'],
    ['digits', '5.1.1 550 '],
    ['unclosed tags', '<style></style><p'],
    ['blank lines', ' \n\t\n'],
    ['host names', 'a.b.c-d.example '],
    ['dots', 'a.'],
    ['transcript arrows', '--> RCPT\n<-- 5'],
    ['escapes', 'Final-Recipient: utf-8; \\x{e4}@b.example\n'],
    ['announced replies', 'remote host said: '],
  ])('of many %s costs in step with its size', (_name, piece) => {
    const mail = (size: number): Buffer => proseReport(piece.repeat(Math.ceil(size / piece.length)));
    const [small, large] = [mail(30_000), mail(120_000)];
    read(small);
    expect(processorTime(() => read(large))).toBeLessThan(12 * processorTime(() => read(small)) + 20);
  });

  it('of 10,000 parts is cut at the cap', () => {
    const body = '--b\nContent-Type: text/plain\n\nx\n'.repeat(10_000);
    const { root, truncated } = readMail(mailBytes([['Content-Type', 'multipart/mixed; boundary=b']], body));
    expect(root.children.length).toBeLessThan(defaultMimeLimits.parts);
    expect(truncated).toBe(true);
  });

  it('nested a thousand times is cut at the cap', () => {
    const nested = Array.from(
      { length: 1000 },
      (_none, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`,
    ).join('');
    const mails = 'Content-Type: message/rfc822\n\n'.repeat(1000);
    expect(readMail(Buffer.from(nested)).truncated).toBe(true);
    expect(readMail(Buffer.from(mails)).truncated).toBe(true);
  });

  it('with a line of 50 MB is cut off unread', () => {
    const mail = Buffer.concat([proseReport('<a@b.example>: mailbox full\n'), Buffer.alloc(50 * 1024 * 1024, 0x61)]);
    const reading = read(mail);
    expect(reading.truncated).toBe(true);
    expect(reading.recipients[0]).toMatchObject({ recipient: 'a@b.example', reason: 'mailboxfull' });
  });

  it('with a huge base64 body is decoded to the cap only', () => {
    const body = Buffer.alloc(3 * 1024 * 1024, 0x41).toString('base64');
    const mail = mailBytes(
      [
        ['Content-Type', 'text/plain'],
        ['Content-Transfer-Encoding', 'base64'],
      ],
      body,
    );
    const { root, truncated } = readMail(mail);
    expect(root.text.length).toBeLessThanOrEqual(defaultMimeLimits.partCharacters);
    expect(truncated).toBe(true);
  });

  it('with an archive is not opened', () => {
    const mail = mailBytes(
      [
        ['Content-Type', 'application/zip'],
        ['Content-Transfer-Encoding', 'base64'],
      ],
      'UEsDBA==',
    );
    expect(readMail(mail).root.text).toBe('');
  });

  it('gives at most the capped number of recipients', () => {
    const blocks = Array.from({ length: 3000 }, (_none, at) => statusBlock(`a${at}@b.example`, 'failed', '5.1.1')).join(
      '\n',
    );
    expect(read(dsnReport(perMessage + blocks)).recipients.length).toBeLessThanOrEqual(200);
  });
});
