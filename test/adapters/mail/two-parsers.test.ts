import * as fc from 'fast-check';
import PostalMime from 'postal-mime';

import type { MailParts } from '../../../activities/ports/mail-composer';
import { MimeMailComposer } from '../../../adapters/mail/mime-mail-composer';
import { isMailAddress } from '../../../domain/mail-server-settings';
import { logo, mailParts, parse } from './mail-parts';

const composer = new MimeMailComposer();

/** What a reader makes of a message, in terms that all parsers share. */
interface Reading {
  readonly subject: string;
  readonly to: readonly string[];
  readonly text: string;
  /** Empty where there is none: one of the parsers makes no difference. */
  readonly html: string;
  readonly files: readonly {
    readonly name: string;
    readonly type: string;
    readonly bytes: string;
    readonly cid: string;
  }[];
}

const normal = (text: string): string => text.replaceAll('\r\n', '\n').replace(/\n+$/, '');

async function byMailparser(bytes: Uint8Array): Promise<Reading> {
  const { subject = '', to, text = '', html, attachments } = await parse(bytes);
  return {
    subject,
    to: [to].flat().flatMap((list) => list?.value.map(({ address = '' }) => address) ?? []),
    text: normal(text),
    html: typeof html === 'string' ? normal(html) : '',
    files: attachments.map(({ filename = '', contentType, content, cid = '' }) => {
      return { name: filename, type: contentType, bytes: content.toString('hex'), cid };
    }),
  };
}

async function byPostalMime(bytes: Uint8Array): Promise<Reading> {
  const {
    subject = '',
    to = [],
    text = '',
    html,
    attachments,
  } = await PostalMime.parse(Buffer.from(bytes), {
    attachmentEncoding: 'arraybuffer',
  });
  return {
    subject,
    to: to.flatMap(({ address }) => address ?? []),
    text: normal(text),
    html: normal(html ?? ''),
    files: attachments.map(({ filename, mimeType, content, contentId = '' }) => {
      const cid = contentId.replace(/^<|>$/g, '');
      const hex = Buffer.from(content as ArrayBuffer).toString('hex');
      return { name: filename ?? '', type: mimeType, bytes: hex, cid };
    }),
  };
}

const word = fc.constantFrom(
  'a',
  ' ',
  '\n',
  '\r\n',
  '.',
  'ü',
  '€',
  '😀',
  '\t',
  '=',
  '=3D',
  'From ',
  '--',
  '<p>',
  '"',
  '_',
  '日本',
);
const body = fc.array(word, { maxLength: 300 }).map((words) => words.join(''));
const longLines = fc
  .tuple(body, fc.integer({ min: 70, max: 3_000 }))
  .map(([text, length]) => `${text}${'x'.repeat(length)}`);
const texts = fc.oneof(body, longLines);
const subjects = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
  .filter((subject) => subject.trim() === subject);
const localParts = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,40}$/);
const recipients = fc.uniqueArray(
  localParts
    .map((local) => `${local}@customer.example`)
    .filter((address) => isMailAddress(address) && !/^\.|\.\.|\.@/.test(address)),
  { minLength: 1, maxLength: 8 },
);
const fileNames = fc.oneof(
  fc.constantFrom(
    'a.pdf',
    'Vertrag “final”; v2 ü.pdf',
    "it's 100%20.pdf",
    'x'.repeat(200),
    '日本の契約.pdf',
    '-a b-.pdf',
  ),
  fc.stringMatching(/^[\w äöü(){}[\]@,;:"'=.-]{1,80}$/).filter((name) => name.trim() === name && name !== ''),
);
const attachments = fc.array(
  fc.record({
    filename: fileNames,
    contentType: fc.constantFrom('application/pdf', 'image/png', 'application/zip'),
    bytes: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 3 },
);
const anyParts: fc.Arbitrary<Partial<MailParts>> = fc.record({
  subject: subjects,
  to: recipients,
  text: texts,
  html: fc.oneof(fc.constant(null), texts),
  logo: fc.constantFrom(null, logo),
  attachments,
});

it('two parsers read every ordinary mail alike, and as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(anyParts, async (changes) => {
      const parts = mailParts(changes);
      const bytes = await composer.compose(parts);
      const [one, other] = [await byMailparser(bytes), await byPostalMime(bytes)];
      expect(one.text).toBe(normal(parts.text.replaceAll(/\r\n|\r/g, '\n')));
      expect({ ...other, files: [] }).toEqual({ ...one, files: [] });
      expect(other.to).toEqual(parts.to);
      expect(other.subject).toBe(parts.subject);
      for (const { files } of [one, other]) {
        const sent = parts.attachments.map(({ filename, contentType, bytes: content }) => {
          return { name: filename, type: contentType, bytes: Buffer.from(content).toString('hex'), cid: '' };
        });
        expect(files.filter(({ cid }) => cid === '')).toEqual(sent);
        expect(files.filter(({ cid }) => cid !== '')).toHaveLength(parts.logo === null ? 0 : 1);
      }
    }),
    { numRuns: 100 },
  );
});

it('every line of a mail is one that any server takes', async () => {
  await fc.assert(
    fc.asyncProperty(anyParts, async (changes) => {
      const bytes = await composer.compose(mailParts(changes));
      const source = Buffer.from(bytes).toString('latin1');
      expect(source).not.toMatch(/[^\r]\n|\r[^\n]/);
      const lines = source.split('\r\n');
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(998);
      const content = lines.slice(lines.indexOf(''));
      expect(content.filter((line) => /[\t ]$|^From |[^\t\x20-\x7e]/.test(line))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
