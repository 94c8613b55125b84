import fc from 'fast-check';

import { rtfText, unpack } from '../../../adapters/mime/compressed-rtf';
import { readMail } from '../../../adapters/mime/read-mail';
import { readTnef } from '../../../adapters/mime/tnef';
import { mailBytes, read, readOne, type Fields } from '../../support/bounce-mails';
import {
  attributes,
  binaryProperty,
  compressedHello,
  packed,
  u32,
  unicodeProperty,
  type PackedProperty,
} from '../../support/tnef';

const anna = 'anna@recipient.example';
const understood = { recipient: anna, kind: 'failed', reason: 'userunknown', hard: true };
const refused = '550 5.1.1 User unknown';
const tags = { body: 0x1000, html: 0x1013, rtf: 0x1009, headers: 0x007d, supplementary: 0x0c1b, smtp: 0x39fe };

function carrying(stream: Buffer, more: Fields = [], type = 'application/ms-tnef; name="winmail.dat"'): Buffer {
  const content = stream.toString('base64').replace(/.{76}/g, '$&\n');
  const body = `--o\nContent-Type: text/plain\n\n\n--o\nContent-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${content}\n--o--\n`;
  return mailBytes(
    [['From', 'postmaster@recipient.example'], ...more, ['Content-Type', 'multipart/mixed; boundary=o']],
    body,
  );
}

/** A literal byte for each byte, so that the packed text needs no dictionary. */
function compressed(rtf: string, claimed = rtf.length): Buffer {
  const runs =
    Buffer.from(rtf, 'latin1')
      .toString('latin1')
      .match(/[^]{1,8}/g) ?? [];
  const data = Buffer.concat(runs.map((run) => Buffer.from(`\0${run}`, 'latin1')));
  return Buffer.concat([u32(data.length + 12), u32(claimed), Buffer.from('LZFu'), u32(0), data]);
}

describe('a report that Outlook packed', () => {
  const told = `Your message did not reach some or all of the intended recipients.\n\n<${anna}>: ${refused}\n`;

  it.each<[string, Buffer]>([
    ['in the text of the message', packed(attributes.messageClass('IPM.Note'), attributes.body(told))],
    ['in a property of it', packed(attributes.properties(unicodeProperty(tags.body, told)))],
    [
      'as HTML',
      packed(attributes.properties(binaryProperty(tags.html, Buffer.from(`<p>${anna}:</p><p>${refused}</p>`)))),
    ],
    [
      'as compressed RTF',
      packed(
        attributes.properties(
          binaryProperty(tags.rtf, compressed(`{\\rtf1{\\fonttbl{\\f0 Arial;}}${anna}:\\par ${refused}\\par}`)),
        ),
      ),
    ],
    [
      'only beside its recipients',
      packed(
        attributes.messageClass('Report.IPM.Note.NDR'),
        attributes.recipients([
          unicodeProperty(tags.smtp, anna),
          unicodeProperty(tags.supplementary, `<mx.recipient.example #5.1.1 smtp;${refused}>`),
        ]),
      ),
    ],
    [
      'in the machine part that it attached',
      packed(
        attributes.body('See what is attached.'),
        attributes.attached(
          'details.txt',
          Buffer.from(
            `Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ${anna}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; ${refused}\n`,
          ),
        ),
      ),
    ],
    [
      'in a machine part that it attached as properties',
      packed(
        attributes.attachedByProperties(
          'ATT00001',
          Buffer.from(`Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; ${anna}\nAction: failed\nStatus: 5.1.1\n`),
        ),
      ),
    ],
  ])('is read %s', (_, stream) => {
    expect(readOne(carrying(stream, [['Subject', 'Undeliverable: Please sign']]))).toMatchObject(understood);
  });

  it('and forwarded is read, within a file or a message of its own', () => {
    const boss: Fields = [['Subject', 'Look at this']];
    const report = `From: MAILER-DAEMON@relay.example\nSubject: Undelivered\nAuto-Submitted: auto-replied\n\n<${anna}>: ${refused}\n`;
    const inner = packed(attributes.messageClass('REPORT.IPM.Note.NDR'), attributes.body(told));
    expect(readOne(carrying(packed(attributes.attached('report.eml', Buffer.from(report))), boss))).toMatchObject(
      understood,
    );
    expect(readOne(carrying(packed(attributes.attachedMessage(inner)), boss))).toMatchObject(understood);
  });

  it('is known by the name of its file, too', () => {
    const stream = packed(attributes.body(told));
    expect(readOne(carrying(stream, [], 'application/octet-stream; name=winmail.dat'))).toMatchObject(understood);
  });

  it('is decoded by the code page that it names', () => {
    const text = (page: number, bytes: Buffer): string | undefined =>
      readTnef(packed(attributes.codePage(page), attributes.body(bytes.toString('latin1'))), 100)?.text;
    expect(text(1251, Buffer.from('ffe9f6', 'hex'))).toBe('яйц');
    expect(text(932, Buffer.from('834183434683', 'hex').subarray(0, 4))).toBe('アイ');
  });

  it('reaches us with the header fields that it came with', () => {
    const inner = packed(
      attributes.properties(
        unicodeProperty(tags.headers, 'From: a@x.example\r\nMessage-ID: <1@x.example>\r\n'),
        unicodeProperty(tags.body, 'Hello'),
      ),
    );
    const { root } = readMail(carrying(packed(attributes.attachedMessage(inner))));
    expect(root.children[1]?.children[0]?.children[0]?.headers).toEqual([
      { name: 'From', value: 'a@x.example' },
      { name: 'Message-ID', value: '<1@x.example>' },
    ]);
  });
});

describe('compressed RTF', () => {
  it('is unpacked as its specification shows', () => {
    expect(unpack(compressedHello, 1_000).toString('latin1')).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
    expect(rtfText(compressedHello, 1_000)).toBe('hello world');
  });

  it('is read without its tables, and once where HTML stands beside it', () => {
    const rtf =
      "{\\rtf1\\fromhtml1{\\colortbl;\\red0 x}{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Gr\\'fc\\u223 ?e\\htmlrtf\\par}\\htmlrtf0 \\line Ende}";
    expect(rtfText(compressed(rtf), 1_000)).toBe('Grüße\nEnde');
  });

  it('never grows beyond the cap, whatever length it claims', () => {
    // Each reference repeats the longest stretch of the dictionary.
    const bomb = Buffer.alloc(1_000_000, 0);
    for (let at = 0; at < bomb.length; at += 17) bomb[at] = 0xff;
    for (let at = 1; at < bomb.length; at += 2) bomb[at] = 0x0f;
    const stream = Buffer.concat([u32(bomb.length), u32(0xffff_ffff), Buffer.from('LZFu'), u32(0), bomb]);
    expect(unpack(stream, 10_000).length).toBeLessThanOrEqual(10_000);
  });
});

describe('hostile TNEF', () => {
  const nested = (levels: number): Buffer =>
    levels === 0
      ? packed(attributes.body('Hello'))
      : packed(attributes.body('Hello'), attributes.attachedMessage(nested(levels - 1)));

  it('is cut off at the depth and the number of parts of any mail', () => {
    expect(readMail(carrying(nested(40))).truncated).toBe(true);
    const files = Array.from({ length: 45 }, () => attributes.attached('a.txt', Buffer.from('a')));
    const inner = packed(...files);
    const many = packed(...Array.from({ length: 20 }, () => attributes.attachedMessage(inner)));
    expect(readMail(carrying(many)).truncated).toBe(true);
  });

  it('costs no more than it is long, whatever counts and lengths it claims', () => {
    const endless: PackedProperty = { tag: tags.body, type: 0x1f, value: Buffer.alloc(0) };
    const list = attributes.properties(endless);
    for (let at = 9; at + 4 <= list.length; at += 1) {
      const forged = Buffer.from(list);
      forged.writeUInt32LE(0xffff_ffff, at);
      expect(() => readMail(carrying(packed(forged)))).not.toThrow();
    }
  });

  it('never throws, whatever bytes it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, behindStart) => {
        const whole = behindStart ? packed(Buffer.from(bytes)) : Buffer.from(bytes);
        expect(() => read(carrying(whole))).not.toThrow();
      }),
    );
  });

  it('never throws when a byte of a true one is changed', () => {
    const whole = packed(
      attributes.codePage(1252),
      attributes.properties(unicodeProperty(tags.body, 'x'), binaryProperty(tags.rtf, compressedHello)),
      attributes.attachedMessage(packed(attributes.body('y'))),
    );
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        expect(() => read(carrying(changed))).not.toThrow();
      }),
    );
  });
});
