import { originalHeader, proseReport, read, readOne, type Fields } from '../../support/bounce-mails';

interface Sample {
  readonly family: string;
  readonly text: string;
  readonly fields?: Fields;
  readonly expected: object;
}

const anna = 'anna@recipient.example';

const samples: readonly Sample[] = [
  {
    family: 'alias of Sendmail, whose expansion failed',
    text: `   ----- The following addresses had permanent fatal errors -----\n${anna}\n    (expanded from: <team@sender-knows.example>)\n\n   ----- Transcript of session follows -----\n550 5.1.1 ${anna}... User unknown\n`,
    expected: { recipient: anna, originalRecipient: 'team@sender-knows.example', reason: 'userunknown' },
  },
  {
    family: 'X.400 gateway, which labels the address',
    fields: [['Subject', 'Undeliverable: Please sign']],
    text: `Your message\n\n  To:      contracts@list.example\n  Subject: Please sign\n\ndid not reach the following recipient(s):\n\nc=DE;a= ;p=FIRM;o=North;dda:SMTP=${anna}; on Mon, 2 Mar 2026 09:00:00 +0100\n    The recipient name is not recognized\n`,
    expected: { recipient: anna, kind: 'failed', reason: 'userunknown' },
  },
  {
    family: 'warning that the user is unknown, which is no delay',
    fields: [['Subject', `Warning: ${anna} - User unknown!`]],
    text: `${anna} - nobody of that name is known here, no such user.\n`,
    expected: { recipient: anna, kind: 'failed' },
  },
  {
    family: 'postponed for a full mailbox',
    fields: [['Subject', 'Mail delivery warning']],
    text: `Delivery to this address\n\n"${anna}"\n\nhas been postponed because its mailbox is full.\n\nWe will continue to try over the next days.\n`,
    expected: { recipient: anna, kind: 'delayed', reason: 'mailboxfull' },
  },
  {
    family: 'report that a scanner has stamped',
    text: `Your message could not be delivered.\n\n<${anna}>\n\nThis mail was checked for viruses by a scanner.\n`,
    expected: { recipient: anna, kind: 'failed', reason: 'onhold' },
  },
  {
    family: 'reporter that is known by its title alone',
    fields: [
      ['Return-Path', '<noreply@relay.sender.example>'],
      ['From', 'Mail Delivery Subsystem <noreply@relay.sender.example>'],
      ['Subject', 'Your mail'],
    ],
    text: `Sorry. ${anna}: no such user.\n`,
    expected: { recipient: anna, reason: 'filtered' },
  },
  {
    family: 'reporter whose name has marks of its own',
    fields: [
      ['Return-Path', '<noreply@relay.sender.example>'],
      ['From', 'mailer.daemon-2@relay.sender.example'],
      ['Subject', 'Your mail'],
    ],
    text: `Sorry. ${anna}: no such user.\n`,
    expected: { recipient: anna, reason: 'filtered' },
  },
  {
    family: 'qmail',
    text: `Hi. This is the qmail-send program at relay.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<${anna}>:\n192.0.2.9 does not like recipient.\nRemote host said: 550 no such user\nGiving up on 192.0.2.9.\n\n--- Below this line is a copy of the message.\n\n${originalHeader}`,
    expected: { recipient: anna, kind: 'failed', reason: 'userunknown', command: 'RCPT', hard: true },
  },
  {
    family: 'Exim',
    fields: [['X-Failed-Recipients', anna]],
    text: `This message was created automatically by mail delivery software.\n\nThe following address(es) failed:\n\n  ${anna}\n    host mx.recipient.example [192.0.2.9]\n    SMTP error from remote mail server after end of data:\n    552 5.2.2 Mailbox size limit exceeded\n\n------ This is a copy of the message, including all the headers. ------\n\n${originalHeader}`,
    expected: {
      recipient: anna,
      kind: 'failed',
      reason: 'mailboxfull',
      remoteMta: 'mx.recipient.example',
      command: 'DATA',
      hard: false,
    },
  },
  {
    family: 'Exim warning',
    fields: [['Subject', 'Warning: message 1abc delayed 24 hours']],
    text: `A message that you sent has not yet been delivered to one or more of its recipients.\n\n  ${anna}\n    host mx.recipient.example [192.0.2.9]\n    Delay reason: Connection timed out\n`,
    expected: { recipient: anna, kind: 'delayed', reason: 'expired' },
  },
  {
    family: 'Postfix text',
    text: `This is the mail system at host relay.sender.example.\n\n<${anna}>: host mx.recipient.example[192.0.2.9] said: 554 5.7.1 Service\n    unavailable; Client host [192.0.2.1] blocked using rbl.example (in reply to\n    RCPT TO command)\n`,
    expected: { recipient: anna, reason: 'blocked', enhancedStatus: '5.7.1', replyCode: '554' },
  },
  {
    family: 'Gmail',
    text: `Delivery to the following recipient failed permanently:\n\n     ${anna}\n\nTechnical details of permanent failure:\nThe error that the other server returned was:\n550 550 5.1.1 Unknown user (state 14).\n\n----- Original message -----\n\n${originalHeader}`,
    expected: { recipient: anna, reason: 'userunknown', command: 'RCPT' },
  },
  {
    family: 'Yahoo',
    text: `Sorry, we were unable to deliver your message to the following address.\n\n<${anna}>:\nUnable to deliver message after multiple retries, giving up.\n\n--- Below this line is a copy of the message.\n\n${originalHeader}`,
    expected: { recipient: anna, kind: 'failed', reason: 'expired', hard: false },
  },
  {
    family: 'GMX, WEB.DE, 1&1',
    text: `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. The following address failed:\n\n<${anna}>:\nSMTP error from remote server for RCPT TO command, host: mx.recipient.example (192.0.2.9) reason: 550 5.1.1 User does not exist\n\n--- The header of the original message is following. ---\n\n${originalHeader}`,
    expected: { recipient: anna, reason: 'userunknown', remoteMta: 'mx.recipient.example', hard: true },
  },
  {
    family: 'T-Online, in German',
    fields: [['Subject', 'Unzustellbar: Bitte unterschreiben']],
    text: `Ihre Nachricht konnte nicht zugestellt werden.\n\n${anna}: Das Postfach des Empfängers ist voll\n`,
    expected: { recipient: anna, kind: 'failed', reason: 'mailboxfull', hard: false },
  },
  {
    family: 'Domino',
    fields: [['Subject', 'DELIVERY FAILURE: User anna not listed in Domino Directory']],
    text: `Your message\n\n  Subject: Please sign\n\nwas not delivered to:\n\n  ${anna}\n\nbecause:\n\n  User anna (${anna}) not listed in Domino Directory\n`,
    expected: { recipient: anna, reason: 'userunknown', hard: true },
  },
  {
    family: 'Exchange 2003',
    text: `Your message did not reach some or all of the intended recipients.\n\nThe following recipient(s) could not be reached:\n\n      ${anna} on 3/2/2026 9:00 AM\n            The recipient name is not recognized\n`,
    expected: { recipient: anna, reason: 'userunknown' },
  },
  {
    family: 'Sendmail transcript without parts',
    text: `   ----- The following addresses had permanent fatal errors -----\n<${anna}>\n\n   ----- Transcript of session follows -----\n... while talking to mx.recipient.example.:\n>>> MAIL From:<contracts@sender.example>\n<<< 553 Domain of sender address contracts@sender.example does not exist\n`,
    expected: { recipient: anna, reason: 'rejected', command: 'MAIL', replyCode: '553' },
  },
  {
    family: 'Sendmail 5, whose own line below the transcript always calls the user unknown',
    text: `   ----- Transcript of session follows -----\nWhile talking to mx.recipient.example:\n>>> RCPT To:<${anna}>\n<<< 550 5.7.1 <${anna}>... we do not relay\n550 <${anna}>... User unknown\n\n   ----- Unsent message follows -----\n${originalHeader}`,
    expected: { recipient: anna, reason: 'norelaying', command: 'RCPT', hard: false },
  },
  {
    family: 'qmail, which gives up on a host at once',
    text: `Hi. This is the qmail-send program at relay.example.\n\n<${anna}>:\n192.0.2.9 does not like recipient.\nRemote host said: 552 5.2.2 mailbox over limit, try later\nGiving up on 192.0.2.9.\n`,
    expected: { recipient: anna, kind: 'failed', reason: 'mailboxfull', replyCode: '552' },
  },
  {
    family: 'a Japanese carrier',
    text: `次のあて先へのメッセージはエラーのため送信できませんでした。\n\n送信先メールアドレスが見つからないためメールを送信できませんでした。\n\n<${anna}>\n`,
    expected: { recipient: anna, kind: 'failed' },
  },
  {
    family: 'OpenSMTPD',
    text: `    Hi!\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\n${anna}: Domain does not exist\n\n    Below is a copy of the original message:\n\n${originalHeader}`,
    expected: { recipient: anna, reason: 'hostunknown', hard: true },
  },
];

describe('a report in prose', () => {
  it.each(samples)('is read as $family writes it', ({ text, fields = [], expected }) => {
    expect(readOne(proseReport(text, fields))).toMatchObject({ ...expected, source: 'text' });
  });

  it('names several recipients, each with its own words', () => {
    const text =
      'Unable to deliver message to the following address(es).\n\n<a@x.example>:\nmailbox is full\n\n<b@x.example>:\nThis account has been disabled\n';
    expect(read(proseReport(text)).recipients.map(({ recipient, reason }) => [recipient, reason])).toEqual([
      ['a@x.example', 'mailboxfull'],
      ['b@x.example', 'suspend'],
    ]);
  });

  it('does not take the sender for the recipient', () => {
    const text = `Your mail from contracts@sender.example could not be delivered to: <${anna}>\nmailbox full`;
    expect(readOne(proseReport(text)).recipient).toBe(anna);
  });

  it('ends an address at the punctuation of other scripts', () => {
    for (const line of [
      `收件人邮件地址（${anna}）不存在，邮件无法送达。`,
      `「${anna}」は存在しません。`,
      `宛先：${anna}。`,
    ])
      expect(readOne(proseReport(`${line}\n550 5.1.1 User unknown`)).recipient).toBe(anna);
  });

  it('is read from HTML where there is no plain text', () => {
    const html = `<html><style>p{}</style><body><p>Delivery to the following recipient failed:</p><p>${anna}</p><p>550 5.1.1 User unknown &lt;&gt;</p></body></html>`;
    const mail = proseReport(html).toString().replace('text/plain', 'text/html');
    expect(readOne(Buffer.from(mail))).toMatchObject({ recipient: anna, reason: 'userunknown' });
  });

  it('falls back to the recipient of the returned mail', () => {
    const reading = readOne(
      proseReport(`Your message could not be delivered.\n\n----- Original message -----\n${originalHeader}\n`),
    );
    expect(reading).toMatchObject({ recipient: anna, kind: 'failed', reason: 'undefined' });
  });
});
