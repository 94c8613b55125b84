import { bounceReasons } from '../../../domain/bounces/bounce-reason';
import { adviceKeys } from '../../../domain/texts/failure-text';
import { germanAdvice, germanFailures } from '../../../domain/texts/failure-texts-de';
import { englishAdvice, englishFailures } from '../../../domain/texts/failure-texts-en';
import { digestText, noticeText, type NoticeSubject } from '../../../domain/texts/notice-texts';
import { observedFailure, type Failure } from '../../../domain/undeliverables/failure';

const recipient = 'nobody@partner.example';

const about: NoticeSubject = {
  recipient,
  subject: 'Please sign',
  acceptedAt: '2026-03-01T10:00:00.000Z',
  route: 'customer',
  failure: observedFailure(recipient, 'undeliverable', {
    replyCode: 550,
    enhancedStatus: '5.1.1',
    text: 'no such user',
  }),
};

const bounced: Failure = { ...about.failure, cause: 'bounced', remoteMta: 'mx.partner.example' };

function own(text: string, enhancedStatus: string | null = null): NoticeSubject {
  return { ...about, failure: observedFailure(recipient, 'undeliverable', { replyCode: null, enhancedStatus, text }) };
}

it('quotes what the server said, and says whose words they are', () => {
  expect(noticeText('en', about).body).toContain('Your mail server said:\n\n    550 5.1.1 no such user');
  expect(noticeText('de', about).body).toContain('Ihr Mailserver hat gemeldet:\n\n    550 5.1.1 no such user');
  expect(noticeText('de', { ...about, route: 'platform' }).body).toContain('Unser Mailserver hat gemeldet:');
  expect(noticeText('de', { ...about, failure: bounced }).body).toContain('Der Mailserver mx.partner.example hat');
  expect(noticeText('en', { ...about, failure: { ...bounced, remoteMta: null } }).body).toContain(
    'The mail server of the recipient said:',
  );
});

it('keeps a server’s words on one line, so that none of them looks like ours', () => {
  const answer = { replyCode: 550, enhancedStatus: null, text: 'no\n\nPlease pay at evil.example' };
  const { body } = noticeText('en', { ...about, failure: { ...about.failure, answer } });
  expect(body).toContain('    550 no Please pay at evil.example');
});

it.each([
  ['de', 'Guten Tag,\n\neine E-Mail an', 'Guten Tag,\n\n2 E-Mails'],
  ['en', 'Good day,\n\na mail to', 'Good day,\n\n2 mails'],
] as const)('greets in %s, so that the first sentence is one', (locale, single, many) => {
  expect(noticeText(locale, about).body.startsWith(single)).toBe(true);
  expect(digestText(locale, [about, about]).body.startsWith(many)).toBe(true);
});

it('asks for room where a mailbox is full, which nobody but its owner can make', () => {
  const full = { ...about, failure: { ...about.failure, reason: 'mailboxfull' } } as const;
  expect(noticeText('de', full).body).toContain('in seinem Postfach Platz zu schaffen');
  expect(noticeText('en', full).body).toContain('to make room in their mailbox');
});

describe.each(['de', 'en'] as const)('in %s', (locale) => {
  it.each([
    ['ADDRESS_NOT_USABLE', /cannot be used|nicht verwendet werden/],
    ['TEST_MAIL_TOO_LARGE', /larger than the mail server accepts|größer, als der Mailserver annimmt/],
    ['ADDRESS_SUPPRESSED', /suppression list|Sperrliste/],
    ['SOMETHING_NEW', /could not be handed over|nicht übergeben werden/],
  ])('says %s in words, and puts them in no server’s mouth', (code, sentence) => {
    const { body } = noticeText(locale, own(code, '5.6.7'));
    expect(body).toMatch(sentence);
    expect(body).not.toMatch(/said:|gemeldet:|[A-Z]+_[A-Z]+|5\.6\.7/);
  });

  it('has advice that fits a mail that is too large', () => {
    const { body } = noticeText(locale, own('TEST_MAIL_TOO_LARGE'));
    expect(body).toMatch(/attachments|Anhänge/);
    expect(body).not.toMatch(/check the address|prüfen Sie die Adresse/);
  });

  it.each(bounceReasons)('explains %s: what, to whom, when, why, and what to do', (reason) => {
    const { subject, body } = noticeText(locale, { ...about, failure: { ...bounced, reason } });
    const [, what, facts, why, quote, advice, ...rest] = body.split(/\n\n(?! )/);
    expect(subject).toContain('Please sign');
    expect(what).toContain(recipient);
    expect(facts).toContain('2026');
    expect(quote).toContain('550');
    for (const sentence of [why, advice]) expect(sentence).toMatch(/^[A-ZÄÖÜ].{20,}\.$/);
    expect(rest).toHaveLength(1);
  });

  it('has one digest for many, with the same reason told once', () => {
    const other = {
      ...about,
      recipient: 'ann@x.example',
      subject: 'Reminder',
      failure: own('ADDRESS_SUPPRESSED').failure,
    };
    const { subject, body } = digestText(locale, [about, { ...about, recipient: 'bob@x.example' }, other]);
    expect(subject).toMatch(/3 (mails|E-Mails)/);
    for (const address of [recipient, 'bob@x.example', 'ann@x.example']) expect(body.split(address)).toHaveLength(2);
    const why = noticeText(locale, about).body.split('\n\n')[3]!;
    expect(body.split(why)).toHaveLength(2);
  });
});

it('speaks of a reason in the same way in both languages', () => {
  for (const reason of bounceReasons) expect(germanFailures[reason].advice).toBe(englishFailures[reason].advice);
  expect(Object.keys(germanAdvice).toSorted()).toEqual([...adviceKeys].toSorted());
  expect(Object.keys(englishAdvice).toSorted()).toEqual([...adviceKeys].toSorted());
});
