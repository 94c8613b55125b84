import { dsnReport, mailBytes, perMessage, read, readOne, statusBlock, type Fields } from '../../support/bounce-mails';

const bounceAddress = 'b-token@bounce.example';
const report = dsnReport(perMessage + statusBlock('anna@recipient.example', 'failed', '5.1.1'))
  .toString()
  .replaceAll('\r\n', '\n');
const returnedReport = report.replace('To: contracts@sender.example', `To: ${bounceAddress}`);
/** The report without the header of its mail, as it stands within a multipart. */
const reportEntity = report.slice(report.indexOf('Content-Type:'));
const understood = { recipient: 'anna@recipient.example', kind: 'failed', reason: 'userunknown', hard: true };

const daemon: Fields = [
  ['From', 'MAILER-DAEMON@relay.sender.example'],
  ['To', bounceAddress],
  ['Subject', 'Undelivered Mail Returned to Sender'],
  ['Auto-Submitted', 'auto-replied'],
];

const enclosing = (fields: Fields, words: string, ...enclosed: readonly string[]): Buffer =>
  mailBytes(
    [...fields, ['Content-Type', 'multipart/mixed; boundary=o']],
    [
      `--o\nContent-Type: text/plain\n\n${words}\n`,
      ...enclosed.map((mail) => `--o\nContent-Type: message/rfc822\n\n${mail}\n`),
      '--o--\n',
    ].join(''),
  );

describe('a report that a person forwards as an attachment', () => {
  const boss: Fields = [['From', 'boss@sender.example']];

  it('is read', () => {
    expect(readOne(enclosing(boss, 'FYI', report))).toMatchObject(understood);
  });

  it('is found among other mails', () => {
    const letter = 'From: eve@x.example\nSubject: Lunch\n\nAt one?\n';
    expect(readOne(enclosing(boss, 'See both', letter, report))).toMatchObject(understood);
  });

  it('is not read where a server returns it, which speaks of another recipient', () => {
    const mail = enclosing(daemon, '<otto@sender.example>: mailbox is full', returnedReport);
    expect(readOne(mail).recipient).toBe('otto@sender.example');
  });
});

describe('a report that a gateway wraps on its way to us', () => {
  const disclaimer = 'CAUTION: this mail came from outside. Questions? Write to helpdesk@sender.example.';

  it('as an attachment below a notice of its own is read', () => {
    expect(readOne(enclosing(daemon, disclaimer, returnedReport))).toMatchObject(understood);
  });

  it('beside a notice of its own is read', () => {
    const body = `--o\nContent-Type: text/plain\n\n${disclaimer}\n--o\n${reportEntity}\n--o--\n`;
    expect(readOne(mailBytes([...daemon, ['Content-Type', 'multipart/mixed; boundary=o']], body))).toMatchObject(
      understood,
    );
  });

  it('with a notice above its words is read, also where it has words alone', () => {
    const words = [
      disclaimer,
      '',
      'Hi. This is the qmail-send program at relay.sender.example.',
      "I'm afraid I wasn't able to deliver your message to the following addresses.",
      'This is a permanent error; I have given up. Sorry it did not work out.',
      '',
      '<anna@recipient.example>:',
      '192.0.2.7 does not like recipient.',
      'Remote host said: 550 5.1.1 User unknown',
      'Giving up on 192.0.2.7.',
    ];
    expect(readOne(mailBytes([...daemon, ['Content-Type', 'text/plain']], words.join('\n')))).toMatchObject(understood);
  });

  it('in a clear signature (multipart/signed) is read', () => {
    const signature = '--o\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nMIIB\n--o--\n';
    const type = 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary=o';
    const mail = mailBytes([...daemon, ['Content-Type', type]], `--o\n${reportEntity}\n${signature}`);
    expect(readOne(mail)).toMatchObject(understood);
  });
});

/** An element of DER, its length in the long form. */
function element(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.from([tag, 0x83, 0, 0, 0]);
  head.writeUIntBE(body.length, 2, 3);
  return Buffer.concat([head, body]);
}

/** The same with an open length, as signers write that do not know yet how much is to come. */
const openElement = (tag: number, ...content: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])]);

const pieces = (content: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(content.length / 200) }, (_none, index) =>
    element(0x04, content.subarray(index * 200, (index + 1) * 200)),
  );

describe('a report inside an opaque S/MIME signature', () => {
  const entity = Buffer.from(reportEntity.replaceAll('\n', '\r\n'));
  const signedDataOid = element(0x06, Buffer.from('2a864886f70d010702', 'hex'));
  const certificate = element(0xa0, element(0x30, element(0x04, Buffer.from('key'))));
  const whole = element(
    0x30,
    signedDataOid,
    element(0xa0, element(0x30, element(0xa0, element(0x04, entity)), certificate)),
  );
  const inPieces = openElement(
    0x30,
    signedDataOid,
    openElement(0xa0, openElement(0x30, openElement(0xa0, openElement(0x24, ...pieces(entity))), certificate)),
  );

  const signed = (der: Buffer, type = 'application/pkcs7-mime; smime-type=signed-data'): Buffer =>
    mailBytes(
      [...daemon, ['Content-Type', type], ['Content-Transfer-Encoding', 'base64']],
      der.toString('base64').replace(/.{76}/g, '$&\n'),
    );

  it.each([
    ['in one piece', signed(whole)],
    ['in many pieces', signed(inPieces)],
    ['that its type does not tell, only its name', signed(whole, 'application/octet-stream; name="smime.p7m"')],
    ['that was cut off behind it', signed(whole.subarray(0, whole.length - 20))],
  ])('%s is read', (_, mail) => {
    expect(readOne(mail)).toMatchObject(understood);
  });

  it('is nothing where it is damaged', () => {
    const noise = Buffer.from(Array.from({ length: 600 }, (_none, index) => (index * 197) % 256));
    expect(read(signed(element(0x30, element(0x04, noise)))).recipients).toEqual([]);
    expect(read(signed(noise)).recipients).toEqual([]);
  });
});

describe('a mail that only the holder of a key can read', () => {
  const oid = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'));
  const enveloped = (contentType: string): Buffer =>
    element(0x30, oid(contentType), element(0xa0, element(0x30, element(0x04, Buffer.from('Content-Type: no')))));
  const coded = (type: string, der: Buffer): Buffer =>
    mailBytes(
      [...daemon, ['Content-Type', type], ['Content-Transfer-Encoding', 'base64']],
      der.toString('base64').replace(/.{76}/g, '$&\n'),
    );
  const pgp = '-----BEGIN PGP MESSAGE-----\n\nhQEMA1\n-----END PGP MESSAGE-----\n';

  it.each<[string, Buffer]>([
    ['S/MIME', coded('application/pkcs7-mime; smime-type=enveloped-data', enveloped('2a864886f70d010703'))],
    ['authenticated S/MIME', coded('application/pkcs7-mime', enveloped('2a864886f70d0109100117'))],
    [
      'S/MIME that only its name tells',
      coded('application/octet-stream; name=smime.p7m', enveloped('2a864886f70d010703')),
    ],
    [
      'PGP/MIME',
      mailBytes(
        [...daemon, ['Content-Type', 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=o']],
        `--o\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--o\nContent-Type: application/octet-stream\n\n${pgp}--o--\n`,
      ),
    ],
    ['PGP within the text', mailBytes([...daemon, ['Content-Type', 'text/plain']], pgp)],
    [
      "Microsoft's rights management",
      mailBytes(
        [...daemon, ['Content-Type', 'multipart/mixed; boundary=o']],
        '--o\nContent-Type: text/plain\n\nThis message is protected.\n--o\nContent-Type: application/x-microsoft-rpmsg-message\nContent-Transfer-Encoding: base64\n\ndmVy\n--o--\n',
      ),
    ],
  ])('is known as such: %s', (_, mail) => {
    expect(read(mail)).toMatchObject({ encrypted: true, recipients: [] });
  });

  it('is not one where it says in clear text what happened', () => {
    const original = `Content-Type: message/rfc822\n\nSubject: x\nContent-Type: text/plain\n\n${pgp}`;
    const body = `--o\nContent-Type: text/plain\n\n<anna@recipient.example>: 550 5.1.1 User unknown\n--o\n${original}\n--o--\n`;
    const mail = mailBytes([...daemon, ['Content-Type', 'multipart/mixed; boundary=o']], body);
    expect(read(mail)).toMatchObject({ encrypted: false, recipients: [{ reason: expect.any(String) as string }] });
    expect(read(mailBytes(daemon, 'Something else')).encrypted).toBe(false);
  });
});
