import { noticeText, type NoticeSubject } from '../../../domain/texts/notice-texts';

const about: NoticeSubject = {
  recipient: 'nobody@partner.example',
  subject: 'Please sign',
  acceptedAt: '2026-03-01T10:00:00.000Z',
  isExpired: false,
  route: 'customer',
  answer: { replyCode: 550, enhancedStatus: '5.1.1', text: 'no such user' },
};

const ownAnswer = (text: string, enhancedStatus: string | null = null) => ({ replyCode: null, enhancedStatus, text });

it('quotes what the server said', () => {
  expect(noticeText('en', about).body).toContain('Your mail server said:\n\n    550 5.1.1 no such user');
  expect(noticeText('de', about).body).toContain('Ihr Mailserver hat gemeldet:\n\n    550 5.1.1 no such user');
  expect(noticeText('de', { ...about, route: 'platform' }).body).toContain('Unser Mailserver hat gemeldet:');
});

describe.each(['de', 'en'] as const)('in %s', (locale) => {
  it.each([
    ['ADDRESS_NOT_USABLE', /cannot be used|nicht verwendet werden/],
    ['TEST_MAIL_TOO_LARGE', /larger than your mail server accepts|größer, als Ihr Mailserver annimmt/],
    ['SOMETHING_NEW', /could not be handed over|nicht übergeben werden/],
  ])('says %s in words, and puts them in no server’s mouth', (code, words) => {
    const { body } = noticeText(locale, { ...about, answer: ownAnswer(code, '5.6.7') });
    expect(body).toMatch(words);
    expect(body).not.toMatch(/said:|gemeldet:|[A-Z]+_[A-Z]+|5\.6\.7/);
  });

  it('has advice that fits a mail that is too large', () => {
    const { body } = noticeText(locale, { ...about, answer: ownAnswer('TEST_MAIL_TOO_LARGE') });
    expect(body).toMatch(/attachments|Anhänge/);
    expect(body).not.toMatch(/check the address|prüfen Sie die Adresse/);
  });
});
