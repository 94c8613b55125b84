import fc from 'fast-check';

import { encodedText, quotedPrintable } from '../../../adapters/mail/text-encoding';

it.each([
  ['a short ASCII text as it is', 'Hello,\nplease sign.\n', '7bit', 'Hello,\r\nplease sign.\r\n'],
  ['a text with umlauts readable', 'Schöne Grüße', 'quoted-printable', 'Sch=C3=B6ne Gr=C3=BC=C3=9Fe'],
  ['a text of another script compactly', '日本の契約', 'base64', '5pel5pys44Gu5aWR57SE'],
  ['an equals sign only where it has to', 'a=b ü', 'quoted-printable', 'a=3Db =C3=BC'],
  ['white space at the end of a line', 'a \nb\t', 'quoted-printable', 'a=20\r\nb=09'],
  ['a line that an mbox file would change', 'a\nFrom me', 'quoted-printable', 'a\r\n=46rom me'],
])('writes %s', (_what, text, encoding, body) => {
  expect(encodedText(text)).toEqual({ encoding, body });
});

it('breaks long lines softly, never within an escaped byte, and guards what begins the next one', () => {
  const encoded = quotedPrintable(Buffer.from(`${'x'.repeat(74)}üFrom ${'y'.repeat(70)}From me`));
  expect(encoded.split('\r\n')).toEqual([
    `${'x'.repeat(74)}=`,
    `=C3=BCFrom ${'y'.repeat(64)}=`,
    `${'y'.repeat(6)}From me`,
  ]);
  expect(quotedPrintable(Buffer.from(`${'x'.repeat(75)}From me`))).toBe(`${'x'.repeat(75)}=\r\n=46rom me`);
});

const pieces = ['From ', 'From', 'x', 'y'.repeat(30), 'ü', '日', '=', '==', ' ', '\t', '.', '\r\n', '\r', '\n', '\0'];

it('is read back as it was, in lines that no relay touches, whatever it is made of', () => {
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (given) => {
      const bytes = Buffer.from(given);
      const encoded = quotedPrintable(bytes);
      const read = encoded
        .replaceAll('=\r\n', '')
        .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
      expect(Buffer.from(read, 'latin1')).toEqual(bytes);
      const lines = encoded.split('\r\n');
      expect(lines.filter((line) => line.length > 76 || /^From |[\t ]$|[^\t\x20-\x7e]/.test(line))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it.each(['x'.repeat(77), `a\n${'x'.repeat(77)}`, `a\r\n${'x'.repeat(77)}\r\nb`, `${'x'.repeat(76)}y\n`])(
  'does not leave a line as it is that is longer than 76: %j',
  (text) => {
    expect(encodedText(text).encoding).toBe('quoted-printable');
    expect(encodedText(text.replace('xx', 'x')).encoding).toBe('7bit');
  },
);
