import { decodeCharset } from '../../../adapters/mime/charset';
import { decodeHeaderText, readParameters } from '../../../adapters/mime/mime-header';
import { readMail } from '../../../adapters/mime/read-mail';
import { headerValue, reportParts } from '../../../domain/bounces/decoded-mail';
import { mailBytes } from '../../support/bounce-mails';

describe('the MIME reader', () => {
  it('splits a multipart and decodes its bodies', () => {
    const body =
      'preamble\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nGr=C3=BC=\n=C3=9Fe\n--b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nSGVsbG8=\n--b--\nepilogue\n';
    const { root } = readMail(mailBytes([['Content-Type', 'multipart/mixed; boundary="b"']], body));
    expect(root.children.map((part) => part.text.trim())).toEqual(['Grüße', 'Hello']);
  });

  it('tells a boundary from a longer one that begins alike', () => {
    const body =
      '--b\nContent-Type: multipart/alternative; boundary=b-1\n\n--b-1\n\ninner\n--b-1--\n--b\n\nouter\n--b--\n';
    const { root } = readMail(mailBytes([['Content-Type', 'multipart/mixed; boundary=b']], body));
    expect(
      reportParts(root)
        .map((part) => part.text.trim())
        .filter((text) => text !== ''),
    ).toEqual(['inner', 'outer']);
  });

  it('reads a multipart without closing line to its end', () => {
    const { root } = readMail(mailBytes([['Content-Type', 'multipart/mixed; boundary=b']], '--b\n\none\n--b\n\ntwo'));
    expect(root.children.map((part) => part.text.trim())).toEqual(['one', 'two']);
  });

  it('reads a multipart whose boundary never occurs as text', () => {
    const { root } = readMail(mailBytes([['Content-Type', 'multipart/report; boundary=b']], 'Action: failed\n'));
    expect(root).toMatchObject({ children: [], text: 'Action: failed\n' });
  });

  it('keeps an enclosed mail as a child with its own header', () => {
    const { root } = readMail(mailBytes([['Content-Type', 'message/rfc822']], 'Message-ID: <1@x.example>\n\nhi'));
    expect(headerValue(root.children[0]?.headers ?? [], 'message-id')).toBe('<1@x.example>');
  });

  it('skips the envelope line of an mbox and unfolds headers', () => {
    const mail = Buffer.from('From MAILER-DAEMON Mon Mar 2\nSubject: a\n\tb\n\nbody');
    const { root } = readMail(mail);
    expect(headerValue(root.headers, 'subject')).toBe('a b');
    expect(root.text).toBe('body');
  });

  it('reads every kind of line end', () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect(readMail(Buffer.from(`Subject: s${end}${end}one${end}two`)).root.text).toBe('one\ntwo');
  });

  it('decodes legacy charsets and survives unknown ones', () => {
    const mail = Buffer.concat([
      Buffer.from('Content-Type: text/plain; charset=iso-2022-jp\n\n'),
      Buffer.from('\x1b$B%F%9%H\x1b(B'),
    ]);
    expect(readMail(mail).root.text).toBe('テスト');
    expect(decodeCharset(Buffer.from([0xfc]), 'x-no-such-charset')).toBe('ü');
    expect(decodeCharset(Buffer.from([0xfc]), 'us-ascii')).toBe('ü');
    expect(decodeCharset(Buffer.from('ü'), 'constructor')).toBe('ü');
  });

  it('decodes charsets that only mail still uses', () => {
    const utf7 = Buffer.from('Gr+APwA3w-e an a+AEA-x.example, 1 +- 1');
    for (const name of ['utf-7', 'UTF7', 'unicode-1-1-utf-7', 'x-unicode-2-0-utf-7'])
      expect(decodeCharset(utf7, name)).toBe('Grüße an a@x.example, 1 + 1');
    expect(decodeCharset(Buffer.from([0x81]), 'cp850')).toBe('ü');
    expect(decodeCharset(Buffer.from('+AAA-+'), 'utf-7').length).toBeLessThan(10);
    // Codings of other kinds that the library knows by name are no charsets.
    for (const name of ['base64', 'hex', 'binary']) expect(decodeCharset(Buffer.from('ü'), name)).toBe('ü');
  });

  it('decodes encoded words and raw bytes in headers', () => {
    expect(decodeHeaderText('=?utf-8?B?R3LDvMOf?= =?iso-8859-1?q?_Gott=FC?= x')).toBe('Grüß Gottü x');
    expect(decodeHeaderText('Gr\xfc\xdfe')).toBe('Grüße');
    expect(decodeHeaderText('=?utf-8?x?broken?=')).toBe('=?utf-8?x?broken?=');
  });

  it('reads parameters with quotes, semicolons and extensions', () => {
    const { token, parameters } = readParameters('Multipart/Mixed; boundary="a;b\\"c"; name*0=x; BOUNDARY=second');
    expect(token).toBe('multipart/mixed');
    expect(parameters.get('boundary')).toBe('a;b"c');
    expect(parameters.get('name')).toBe('x');
  });
});
