import * as fc from 'fast-check';
import type { AddressObject } from 'mailparser';

import type { MailParts } from '../../../activities/ports/mail-composer';
import { logoPlaceholder } from '../../../adapters/mail/logo-placement';
import { MimeMailComposer } from '../../../adapters/mail/mime-mail-composer';
import { isMailAddress } from '../../../domain/mail-server-settings';
import { headerNames, logo, mailParts, parse, pngBytes } from './mail-parts';

const composer = new MimeMailComposer();
const ownHeaders = [
  'To',
  'Reply-To',
  'Subject',
  'Auto-Submitted',
  'Message-ID',
  'Date',
  'MIME-Version',
  'Content-Type',
];

async function composed(changes: Partial<MailParts> = {}) {
  const bytes = await composer.compose(mailParts(changes));
  return { bytes, mail: await parse(bytes), source: Buffer.from(bytes).toString('latin1') };
}

function addresses(field: AddressObject | AddressObject[] | undefined): (string | undefined)[] {
  return [field].flat().flatMap((each) => each?.value.map(({ address }) => address) ?? []);
}

/** `"a..b"@x.example` is how a header writes the mailbox `a..b@x.example` (RFC 5321 section 4.1.2). */
function unquoted(address: string | undefined): string | undefined {
  return address?.replace(/^"(.*)"@/, '$1@').replaceAll(/\\(.)/g, '$1');
}

describe('an ordinary mail', () => {
  it('names the request that brought it, where one did', async () => {
    const { source } = await composed({ requestId: 'request-of-the-product' });
    expect(source).toContain('X-Request-Id: request-of-the-product\r\n');
    expect((await composed({})).source).not.toContain('X-Request-Id');
  });

  it('carries what it was given, and nothing else', async () => {
    const to = ['ann@customer.example', 'bob@customer.example'];
    const { bytes, mail, source } = await composed({ to });
    expect(mail).toMatchObject({ subject: 'Please sign', messageId: '<m-1@platform.example>' });
    expect(mail.text!.trim()).toBe('Hello Ann,\nplease sign.');
    expect(mail.html).toBeFalsy();
    expect(mail.date).toEqual(new Date('2026-11-23T10:00:00.000Z'));
    expect(addresses(mail.to)).toEqual(to);
    expect(addresses(mail.replyTo)).toEqual(['reply@acme.example']);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.attachments).toEqual([]);
    expect(headerNames(bytes).toSorted()).toEqual([...ownHeaders, 'Content-Transfer-Encoding'].toSorted());
    expect(source).not.toMatch(/[^\r]\n/);
  });

  it('has text and HTML as alternatives', async () => {
    const { mail } = await composed({ html: '<p>Schöne Grüße\n€</p>' });
    expect(mail.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
    expect(mail.html).toContain('<p>Schöne Grüße\n€</p>');
    expect(mail.text!.trim()).toBe('Hello Ann,\nplease sign.');
  });

  it('has attachments with every byte and an odd name', async () => {
    const bytes = Buffer.from(Array.from({ length: 512 }, (_value, index) => index % 256));
    const filename = 'Vertrag “final”; v2 ü.pdf';
    const { mail } = await composed({ attachments: [{ filename, contentType: 'application/pdf', bytes }] });
    expect(mail.attachments).toHaveLength(1);
    const [attachment] = mail.attachments;
    expect(attachment).toMatchObject({ filename, contentType: 'application/pdf', contentDisposition: 'attachment' });
    expect(attachment!.content).toEqual(bytes);
  });

  it('can be unsubscribed from with one click only where a link is given', async () => {
    const { mail, bytes } = await composed({ unsubscribeUrl: 'https://news.platform.example/u?id=1&x=ü' });
    expect(mail.headers.get('list')).toMatchObject({
      unsubscribe: { url: 'https://news.platform.example/u?id=1&x=%C3%BC' },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    });
    expect(headerNames(bytes)).toEqual(expect.arrayContaining(['List-Unsubscribe', 'List-Unsubscribe-Post']));
    expect(headerNames((await composed()).bytes).filter((name) => /^list-/i.test(name))).toEqual([]);
  });

  it('folds a long link nowhere', async () => {
    const unsubscribeUrl = `https://news.platform.example/${'u'.repeat(300)}`;
    expect((await composed({ unsubscribeUrl })).source).toContain(`List-Unsubscribe: <${unsubscribeUrl}>\r\n`);
  });
});

describe('the logo', () => {
  it('stands in the HTML body’s first place, as an inline part', async () => {
    const { mail } = await composed({ html: '<html><body class="a">Text</body></html>', logo });
    expect(mail.html).toMatch(/<body class="a"><div[^>]*><img src="cid:organization-logo"[^>]*><\/div>Text/);
    expect(mail.attachments).toMatchObject([
      { cid: 'organization-logo', contentType: 'image/png', contentDisposition: 'inline', related: true },
    ]);
    expect(mail.attachments[0]!.content).toEqual(pngBytes);
  });

  it('stands where the body wants it', async () => {
    const { mail } = await composed({ html: `<p>Above</p>${logoPlaceholder}<p>Below $&</p>`, logo });
    expect(mail.html).toMatch(/<p>Above<\/p><img [^>]*><p>Below \$&<\/p>/);
  });

  it('brings an HTML body to a mail that has none', async () => {
    const { mail } = await composed({ text: '1 < 2 & 3', logo });
    expect(mail.html).toMatch(/<img .*1 &lt; 2 &amp; 3/s);
    expect(mail.text!.trim()).toBe('1 < 2 & 3');
  });

  it('leaves no trace where there is none', async () => {
    const { mail, source } = await composed({ html: `<p>${logoPlaceholder}Text</p>` });
    expect(mail.html).toBe('<p>Text</p>');
    expect(source).not.toContain('organization-logo');
  });

  it('stands beside attachments', async () => {
    const attachment = { filename: 'a.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF') };
    const { mail } = await composed({ html: '<p>Text</p>', logo, attachments: [attachment] });
    const dispositions = new Set(mail.attachments.map(({ contentDisposition }) => contentDisposition));
    expect(dispositions).toEqual(new Set(['attachment', 'inline']));
  });
});

describe('a report', () => {
  const deliveryStatus = {
    reportingMta: 'mail.platform.example',
    originalMessageId: '<m-0@platform.example>',
    finalRecipient: 'nobody@customer.example',
    enhancedStatus: '5.1.1',
    diagnostic: '550 5.1.1 No such user',
    originalHeaders: 'Subject: Please sign\r\nTo: nobody@customer.example\r\n',
  };

  it('has a text, the status and the original headers (RFC 6522)', async () => {
    const { mail, bytes } = await composed({ deliveryStatus, autoSubmitted: 'auto-replied' });
    expect(mail.headers.get('content-type')).toMatchObject({
      value: 'multipart/report',
      params: { 'report-type': 'delivery-status' },
    });
    expect(mail.headers.get('auto-submitted')).toBe('auto-replied');
    expect(mail.text).toContain('please sign.');
    expect(mail.attachments.map(({ contentType }) => contentType)).toEqual([
      'message/delivery-status',
      'text/rfc822-headers',
    ]);
    expect(mail.attachments[0]!.content.toString()).toBe(
      [
        'Reporting-MTA: dns; mail.platform.example',
        'X-Original-Message-ID: <m-0@platform.example>',
        '',
        'Final-Recipient: rfc822; nobody@customer.example',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 No such user',
        '',
      ].join('\r\n'),
    );
    expect(mail.attachments[1]!.content.toString().trim()).toBe(deliveryStatus.originalHeaders.trim());
    expect(headerNames(bytes).toSorted()).toEqual(ownHeaders.toSorted());
  });

  it('takes a server’s words for words, however they are made up', async () => {
    const hostile = fc
      .string({ unit: 'binary', maxLength: 300 })
      .map((text) => `550 no\r\nAction: relayed\r\n\r\n${text}\u0085`);
    await fc.assert(
      fc.asyncProperty(hostile, async (diagnostic) => {
        const { mail } = await composed({ deliveryStatus: { ...deliveryStatus, diagnostic } });
        const fields = mail.attachments[0]!.content.toString('latin1').split('\r\n');
        expect(fields.filter((field) => field.startsWith('Action:'))).toEqual(['Action: failed']);
        expect(fields).toHaveLength(8);
        expect(fields.every((field) => /^[\x20-\x7e]*$/.test(field) && field.length < 998)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('repairs a broken status and leaves out an empty diagnosis', async () => {
    const { mail } = await composed({ deliveryStatus: { ...deliveryStatus, enhancedStatus: '', diagnostic: '' } });
    const status = mail.attachments[0]!.content.toString();
    expect(status).toContain('Status: 5.0.0');
    expect(status).not.toContain('Diagnostic-Code');
  });

  it('names an international address in the 7-bit form of RFC 6533', async () => {
    const { mail } = await composed({
      deliveryStatus: { ...deliveryStatus, finalRecipient: 'jürgen@customer.example' },
    });
    expect(mail.attachments[0]!.content.toString()).toContain('Final-Recipient: utf-8; j\\x{FC}rgen@customer.example');
  });

  it('shows no more of the original than its headers', async () => {
    const originalHeaders = 'Subject: Grüße\nX-Odd: a\0b\n\nBody that is nobody’s business';
    const { mail } = await composed({ deliveryStatus: { ...deliveryStatus, originalHeaders } });
    expect(mail.attachments[1]!.content.toString().trim()).toBe('Subject: Grüße\r\nX-Odd: ab');
  });

  it('about many mails has the status and the headers of each, whatever is wrong with one of them', async () => {
    const hostile = fc.record({
      reportingMta: fc.string({ unit: 'binary' }),
      originalMessageId: fc.string({ unit: 'binary' }),
      finalRecipient: fc.string({ unit: 'binary' }),
      enhancedStatus: fc.string({ unit: 'binary' }),
      diagnostic: fc.string({ unit: 'binary', maxLength: 2_000 }),
      originalHeaders: fc.string({ unit: 'binary', maxLength: 2_000 }),
    });
    await fc.assert(
      fc.asyncProperty(hostile, async (bad) => {
        const deliveryStatuses = [deliveryStatus, bad, { ...deliveryStatus, finalRecipient: 'other@customer.example' }];
        const { mail } = await composed({ deliveryStatuses, autoSubmitted: 'auto-replied' });
        expect(mail.text).toContain('please sign.');
        const statuses = mail.attachments.filter(({ contentType }) => contentType === 'message/delivery-status');
        expect(mail.attachments).toHaveLength(6);
        const [first, , last] = statuses.map(({ content }) => content.toString());
        expect(first).toContain('Final-Recipient: rfc822; nobody@customer.example');
        expect(last).toContain('Final-Recipient: rfc822; other@customer.example');
      }),
      { numRuns: 50 },
    );
  });

  it('is text only', async () => {
    await expect(composer.compose(mailParts({ deliveryStatus, html: '<p>x</p>' }))).rejects.toMatchObject({
      code: 'MESSAGE_INVALID',
    });
  });
});

describe('what cannot be composed', () => {
  const attachment = { filename: 'a.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF') };

  it.each<[string, Partial<MailParts>, string]>([
    ['a line break in the subject', { subject: 'a\r\nBcc: eve@evil.example' }, '/subject'],
    ['a lone line feed in the subject', { subject: 'a\nb' }, '/subject'],
    ['a NUL in the subject', { subject: 'a\0b' }, '/subject'],
    ['a NUL in the text', { text: 'a\0b' }, '/text'],
    ['a NUL in the HTML', { html: 'a\0b' }, '/html'],
    ['nobody to write to', { to: [] }, '/to'],
    ['a recipient with a header in it', { to: ['a@x.example', 'b@x.example\r\nBcc: eve@evil.example'] }, '/to/1'],
    ['a recipient with a name', { to: ['Ann <a@x.example>'] }, '/to/0'],
    ['two recipients in one', { to: ['a@x.example,b@x.example'] }, '/to/0'],
    ['a Reply-To that is no address', { replyTo: 'nobody' }, '/replyTo'],
    ['a Message-ID without brackets', { messageId: 'm-1@platform.example' }, '/messageId'],
    ['a Message-ID with a header in it', { messageId: '<m-1@platform.example>\r\nX: <a@b>' }, '/messageId'],
    ['a date that is none', { date: 'yesterday' }, '/date'],
    ['an unsubscribe link without TLS', { unsubscribeUrl: 'http://news.example/u' }, '/unsubscribeUrl'],
    ['a script as unsubscribe link', { unsubscribeUrl: 'javascript:alert(1)' }, '/unsubscribeUrl'],
    ['an unsubscribe link with a line break', { unsubscribeUrl: 'https://news.example/\r\nX: y' }, '/unsubscribeUrl'],
    [
      'a file name with a line break',
      { attachments: [{ ...attachment, filename: 'a\r\nb' }] },
      '/attachments/0/filename',
    ],
    ['an empty file name', { attachments: [{ ...attachment, filename: ' ' }] }, '/attachments/0/filename'],
    [
      'a type with a header in it',
      { attachments: [{ ...attachment, contentType: 'a/b\r\nX: y' }] },
      '/attachments/0/contentType',
    ],
    [
      'a type with parameters',
      { attachments: [{ ...attachment, contentType: 'a/b; name=x' }] },
      '/attachments/0/contentType',
    ],
    [
      'an attachment with parts of its own',
      { attachments: [{ ...attachment, contentType: 'multipart/mixed' }] },
      '/attachments/0/contentType',
    ],
  ])('is refused by name: %s', async (_name, changes, pointer) => {
    const failure = await composer.compose(mailParts(changes)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'MESSAGE_INVALID', faults: [{ pointer }] });
  });

  it('tells all faults together', async () => {
    const failure = await composer
      .compose(mailParts({ subject: '\n', text: '\0', to: [] }))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ faults: [{ pointer: '/subject' }, { pointer: '/to' }, { pointer: '/text' }] });
  });
});

describe('whatever the fields hold', () => {
  const printable = fc.string({ unit: 'grapheme', maxLength: 120 });
  const looksEncoded = fc.constantFrom(
    '=?utf-8?B?QmNjOiBldmU=?=',
    '=?utf-8?Q?a=0D=0ABcc:_eve?=',
    'a"b\\c',
    '  two  spaces  ',
    'x'.repeat(400),
  );
  const subjects = fc.oneof(
    printable,
    looksEncoded,
    fc.tuple(looksEncoded, printable).map((texts) => texts.join(' ')),
  );
  const localParts = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,40}$/);
  const mailAddresses = localParts.map((local) => `${local}@customer.example`).filter(isMailAddress);

  it('the subject is read as it was written, and adds no header', async () => {
    await fc.assert(
      fc.asyncProperty(subjects, async (subject) => {
        const { mail, bytes } = await composed({ subject });
        expect(mail.subject ?? '').toBe(subject.trim() === '' ? (mail.subject ?? '') : subject);
        expect(headerNames(bytes).every((name) => [...ownHeaders, 'Content-Transfer-Encoding'].includes(name))).toBe(
          true,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('addresses reach exactly whom they name', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(mailAddresses, { minLength: 1, maxLength: 5 }), async (to) => {
        const { mail } = await composed({ to, replyTo: to[0]! });
        expect(addresses(mail.to).map(unquoted)).toEqual(to);
        expect(addresses(mail.replyTo).map(unquoted)).toEqual(to.slice(0, 1));
      }),
      { numRuns: 200 },
    );
  });

  it('texts are read as they were written, with line ends of the wire', async () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', ' ', '\n', '.', 'ü', '😀', '\t', '=', 'From '),
      maxLength: 400,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { mail, source } = await composed({ text });
        expect((mail.text ?? '').replace(/\n+$/, '')).toBe(text.replace(/\n+$/, ''));
        expect(source).not.toMatch(/[^\r]\n|\r[^\n]/);
      }),
      { numRuns: 100 },
    );
  });

  it('a body cannot end its part or add another one', async () => {
    const text = 'x\r\n--_NmP-boundary\r\nContent-Type: text/html\r\n\r\n<script>\r\n--_NmP-boundary--\r\n.\r\nQUIT';
    const { mail } = await composed({ text, html: '<p>x</p>' });
    expect(mail.html).toBe('<p>x</p>');
    expect(mail.text!.trim()).toBe(text.replaceAll('\r\n', '\n'));
  });
});

describe('the sender', () => {
  const names = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc.constantFrom(
      'Müller, Söhne & Co. KG',
      'Acme "Sign", Inc.',
      '=?utf-8?Q?ceo=40bank.example?=',
      'a@b.example',
      '日本の会社',
      'Ann <ann@x>',
      'x; y:',
    ),
  );

  it('stands in front as the one From header, and is read as it was written', async () => {
    const bytes = await composer.compose(mailParts());
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const sent = composer.withSender(bytes, { name, address: 'sign@acme.example' });
        const mail = await parse(sent);
        expect(headerNames(sent).slice(0, 2)).toEqual(['From', headerNames(bytes)[0]]);
        expect(mail.from!.value).toHaveLength(1);
        expect(mail.from!.value[0]!.address).toBe('sign@acme.example');
        expect(mail.from!.value[0]!.name.trim()).toBe(name.trim());
        expect(Buffer.from(sent).subarray(-bytes.length).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('has lines of bearable length', () => {
    const sent = composer.withSender(Buffer.alloc(0), {
      name: 'Größe '.repeat(60).trim(),
      address: 'sign@acme.example',
    });
    const lines = Buffer.from(sent).toString().trimEnd().split('\r\n');
    expect(lines.every((line) => line.length <= 78 && /\S/.test(line))).toBe(true);
  });

  it.each([
    ['a line break in the name', { name: 'a\r\nBcc: eve@evil.example', address: 'sign@acme.example' }, '/sender/name'],
    ['an address with a header in it', { name: 'a', address: 'sign@acme.example\r\nX: y' }, '/sender/address'],
    ['no address', { name: 'a', address: '' }, '/sender/address'],
  ])('is refused with %s', (_name, sender, pointer) => {
    expect(() => composer.withSender(Buffer.alloc(0), sender)).toThrow(
      expect.objectContaining({ code: 'MESSAGE_INVALID', faults: [expect.objectContaining({ pointer })] }),
    );
  });
});
