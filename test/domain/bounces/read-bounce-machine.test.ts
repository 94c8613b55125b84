import {
  dsnReport,
  mailBytes,
  originalHeader,
  perMessage,
  read,
  readOne,
  statusBlock,
} from '../../support/bounce-mails';

const arf = (fields: string, returned = originalHeader): Buffer =>
  mailBytes(
    [
      ['From', 'fbl@provider.example'],
      ['Content-Type', 'multipart/report; report-type=feedback-report; boundary=b'],
    ],
    `--b\nContent-Type: message/feedback-report\n\n${fields}\n\n--b\nContent-Type: message/rfc822\n\n${returned}\n\nhello\n--b--\n`,
  );

const notice = (body: object): Buffer =>
  mailBytes(
    [
      ['From', 'no-reply@sns.example'],
      ['Content-Type', 'text/plain'],
    ],
    `${JSON.stringify(body)}\n\n--\nfooter`,
  );

describe('a delivery status (RFC 3464)', () => {
  it('tells recipient, kind, reason, status, reply code and hardness', () => {
    const block = statusBlock(
      'anna@recipient.example',
      'failed',
      '5.1.1',
      '550 5.1.1 <anna@recipient.example>: User unknown',
    );
    expect(readOne(dsnReport(perMessage + block))).toMatchObject({
      recipient: 'anna@recipient.example',
      kind: 'failed',
      reason: 'userunknown',
      enhancedStatus: '5.1.1',
      replyCode: '550',
      hard: true,
      source: 'delivery-status',
    });
  });

  it('hands over what correlation needs', () => {
    const reading = read(dsnReport(perMessage + statusBlock('anna@recipient.example', 'failed', '5.1.1')));
    expect(reading.envelopeId).toBe('env-77');
    expect(reading.original?.messageId).toBe('<mail-4711@sender.example>');
    expect(reading.original?.to).toEqual(['anna@recipient.example']);
    expect(reading.deliveredTo).toEqual(['contracts@sender.example']);
    expect(reading.automatic).toBe(true);
  });

  it('reads several recipients, each by its own block', () => {
    const blocks = [
      statusBlock('a@recipient.example', 'failed', '5.2.2', '552 5.2.2 mailbox full'),
      statusBlock('b@recipient.example', 'delayed', '4.4.1'),
      statusBlock('c@recipient.example', 'delivered', '2.0.0'),
    ];
    const { recipients } = read(dsnReport(perMessage + blocks.join('\n')));
    expect(recipients.map(({ recipient, kind, reason }) => [recipient, kind, reason])).toEqual([
      ['a@recipient.example', 'failed', 'mailboxfull'],
      ['b@recipient.example', 'delayed', 'expired'],
      ['c@recipient.example', 'delivered', 'delivered'],
    ]);
  });

  it('prefers the status of the quoted server to the guess of the reporter', () => {
    const block = statusBlock(
      'anna@recipient.example',
      'failed',
      '5.1.1',
      '550 5.7.1 Client host blocked using bl.list.example',
    );
    expect(readOne(dsnReport(perMessage + block))).toMatchObject({
      reason: 'blocked',
      enhancedStatus: '5.7.1',
      hard: false,
    });
  });

  it('takes the original recipient where the final one is a local name', () => {
    const block =
      'Original-Recipient: rfc822;anna@recipient.example\nFinal-Recipient: rfc822;anna\nAction: failed\nStatus: 5.1.1\n';
    expect(readOne(dsnReport(perMessage + block)).recipient).toBe('anna@recipient.example');
  });

  it('reads a status that lost its first block and its Action', () => {
    const block = 'Final-Recipient: rfc822; anna@recipient.example\nStatus: 5.2.2\n';
    expect(readOne(dsnReport(block))).toMatchObject({ kind: 'failed', reason: 'mailboxfull' });
  });

  it('never reads the returned mail as part of the report', () => {
    const forged = statusBlock('ceo@elsewhere.example', 'failed', '5.1.1');
    const body = [
      '--b1\nContent-Type: text/plain\n\nfailed',
      `--b1\nContent-Type: message/delivery-status\n\n${perMessage}${statusBlock('anna@recipient.example', 'failed', '5.1.1')}`,
      `--b1\nContent-Type: message/rfc822\n\nFrom: a@b.example\nContent-Type: message/delivery-status\n\n${forged}\n--b1--`,
    ].join('\n');
    const mail = mailBytes([['Content-Type', 'multipart/report; boundary=b1']], body);
    expect(readOne(mail).recipient).toBe('anna@recipient.example');
  });

  describe('a report that a person forwarded within the text of a letter', () => {
    const report = [
      'This is the mail system at host relay.sender.example.',
      '',
      'I am sorry to have to inform you that your message could not be delivered to one or more recipients.',
      '',
      '<anna@recipient.example>: host mx.recipient.example[192.0.2.7] said: 550 5.1.1',
      '    <anna@recipient.example>: Recipient address rejected: User unknown (in reply to RCPT TO command)',
    ];
    const letter = (...lines: readonly string[]) =>
      mailBytes(
        [
          ['From', 'Otto <otto@sender.example>'],
          ['To', 'help@sender.example'],
          ['Subject', 'Fwd: Undelivered Mail Returned to Sender'],
          ['Content-Type', 'text/plain; charset=utf-8'],
        ],
        ['Please have a look.', '', ...lines].join('\n'),
      );
    const quoted = report.map((line) => `> ${line}`);

    it.each([
      [
        'announced in English',
        letter(
          '---------- Forwarded message ---------',
          'From: Mail Delivery System <MAILER-DAEMON@relay.sender.example>',
          'Date: Mon, 2 Mar 2026 at 09:00',
          'Subject: Undelivered Mail Returned to Sender',
          'To: <otto@sender.example>',
          '',
          ...report,
        ),
      ],
      [
        'in German, quoted',
        letter(
          'Anfang der weitergeleiteten Nachricht:',
          '',
          '> Von: Mail Delivery System <MAILER-DAEMON@relay.sender.example>',
          '> Betreff: Undelivered Mail Returned to Sender',
          '> Datum: 2. März 2026 um 09:00:00 MEZ',
          '> An: otto@sender.example',
          '> ',
          ...quoted,
        ),
      ],
      [
        'without an announcement',
        letter(
          '*Von:* MAILER-DAEMON@relay.sender.example',
          '*Gesendet:* Montag, 2. März 2026 09:00',
          '*An:* otto@sender.example',
          '*Betreff:* Undelivered Mail Returned to Sender',
          '',
          ...report,
        ),
      ],
    ])('%s, is read in place of the letter', (_, mail) => {
      expect(readOne(mail)).toMatchObject({
        recipient: 'anna@recipient.example',
        kind: 'failed',
        reason: 'userunknown',
        hard: true,
        replyCode: '550',
      });
    });

    it('is none where a person’s letter is forwarded', () => {
      const forwarded = ['Begin forwarded message:', '', 'From: Eve <eve@x.example>', 'Subject: Lunch', '', 'At one?'];
      const mail = mailBytes(
        [
          ['From', 'Otto <otto@sender.example>'],
          ['Subject', 'Fwd: Lunch'],
          ['Content-Type', 'text/plain; charset=utf-8'],
        ],
        forwarded.join('\n'),
      );
      expect(read(mail).recipients).toEqual([]);
    });
  });
});

describe('a complaint', () => {
  it('names the recipients that the report states (RFC 5965)', () => {
    const { recipients } = read(
      arf('Feedback-Type: abuse\nOriginal-Rcpt-To: a@x.example\nOriginal-Rcpt-To: <b@x.example>'),
    );
    expect(recipients.map(({ recipient, kind, reason, hard }) => [recipient, kind, reason, hard])).toEqual([
      ['a@x.example', 'complaint', 'feedback', false],
      ['b@x.example', 'complaint', 'feedback', false],
    ]);
  });

  it('falls back to the recipient of the returned mail', () => {
    expect(readOne(arf('Feedback-Type: fraud'))).toMatchObject({ recipient: 'anna@recipient.example', text: 'fraud' });
  });

  it('is one of somebody unknown where the provider hides who complained', () => {
    const hidden = originalHeader.replace('anna@recipient.example', '<Undisclosed Recipients>');
    expect(readOne(arf('Feedback-Type: abuse', hidden))).toMatchObject({ recipient: '', kind: 'complaint' });
  });
});

describe('a notification of Amazon SES', () => {
  it('reads bounces', () => {
    const bouncedRecipients = [
      { emailAddress: 'a@x.example', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
    ];
    expect(readOne(notice({ notificationType: 'Bounce', bounce: { bouncedRecipients } }))).toMatchObject({
      kind: 'failed',
      reason: 'userunknown',
    });
  });

  it('reads deliveries and complaints', () => {
    const delivery = { recipients: ['a@x.example'], smtpResponse: '250 2.6.0 ok' };
    expect(readOne(notice({ notificationType: 'Delivery', delivery })).kind).toBe('delivered');
    const complaint = { complainedRecipients: [{ emailAddress: 'a@x.example' }] };
    expect(readOne(notice({ notificationType: 'Complaint', complaint })).kind).toBe('complaint');
  });

  it('is not led astray by names of the prototype', () => {
    const hostile =
      '{"notificationType":"Bounce","__proto__":{"bounce":{"bouncedRecipients":[{"emailAddress":"x@y.example"}]}}}';
    const mail = mailBytes(
      [
        ['From', 'no-reply@sns.example'],
        ['Content-Type', 'text/plain'],
      ],
      hostile,
    );
    expect(read(mail).recipients).toEqual([]);
    expect(({} as Record<string, unknown>)['bounce']).toBeUndefined();
  });
});

describe('an automatic answer (RFC 3834)', () => {
  it('is told from its header', () => {
    const mail = mailBytes(
      [
        ['From', 'Anna <anna@recipient.example>'],
        ['Subject', 'Re: Please sign'],
        ['Auto-Submitted', 'auto-replied'],
      ],
      'Back on Monday.',
    );
    expect(readOne(mail)).toMatchObject({
      recipient: 'anna@recipient.example',
      kind: 'auto-reply',
      reason: 'vacation',
      hard: false,
    });
  });

  it.each([
    ['Abwesenheitsnotiz: Vertrag', 'X-None'],
    ['Re: Please sign [Auto-Reply]', 'X-None'],
    ['I am out of the office until Monday', 'X-None'],
    ['Re: Please sign', 'X-Autoresponse'],
  ])('is told from its subject or a field of its own: %s', (subject, field) => {
    const fields = [
      ['From', 'anna@recipient.example'],
      ['Subject', subject],
      [field, 'yes'],
    ] as const;
    expect(readOne(mailBytes(fields, 'Bin im Urlaub.')).kind).toBe('auto-reply');
  });

  it('leaves a letter of a person alone', () => {
    const mail = mailBytes(
      [
        ['From', 'anna@recipient.example'],
        ['Subject', 'Re: Please sign: leasing of an [Auto] during vacation'],
      ],
      'Could you send it to otto@recipient.example?',
    );
    expect(read(mail)).toMatchObject({ recipients: [], automatic: false });
  });
});
