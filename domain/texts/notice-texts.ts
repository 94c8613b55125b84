import type { CheckCode } from '../check-report';
import type { Locale } from '../lifecycle/state';
import type { MailRoute, ServerAnswer } from '../mail-message';

/** What a notice about an undeliverable mail speaks of. */
export interface NoticeSubject {
  readonly recipient: string;
  readonly subject: string;
  readonly acceptedAt: string;
  readonly isExpired: boolean;
  readonly route: MailRoute;
  readonly answer: ServerAnswer | null;
}

export interface NoticeText {
  readonly subject: string;
  readonly body: string;
}

/** Our own answers where no server was asked. */
const tooLarge: CheckCode = 'TEST_MAIL_TOO_LARGE';
const addressNotUsable = 'ADDRESS_NOT_USABLE';

/** A notice that a person can read: what could not be delivered, to whom, why, and what to do. */
export function noticeText(locale: Locale, about: NoticeSubject): NoticeText {
  return locale === 'de' ? germanNotice(about) : englishNotice(about);
}

function germanNotice(about: NoticeSubject): NoticeText {
  const { recipient, subject, acceptedAt, isExpired } = about;
  const why = isExpired
    ? 'Der Empfängerserver hat die E-Mail innerhalb der vorgesehenen Zeit nicht angenommen.'
    : germanRefusal(about);
  return {
    subject: `Nicht zustellbar: ${subject}`,
    body: [
      `eine E-Mail an ${recipient} konnte nicht zugestellt werden.`,
      `Betreff: ${subject}\nÜbergeben am: ${dateIn('de-AT', acceptedAt)}`,
      why,
      isTooLarge(about)
        ? 'Bitte verkleinern Sie die E-Mail, zum Beispiel ihre Anhänge, und senden Sie sie erneut.'
        : 'Bitte prüfen Sie die Adresse und senden Sie die Einladung danach erneut. Ist die Adresse richtig, hilft Ihnen der Betreuer des Empfängerservers weiter.',
      'Diese Nachricht wurde automatisch erstellt.',
    ].join('\n\n'),
  };
}

function germanRefusal({ route, answer }: NoticeSubject): string {
  const [own, atStart] = route === 'customer' ? ['Ihr', 'Ihr'] : ['unser', 'Unser'];
  const quote = quoted(answer);
  if (quote !== null) return `Die Zustellung wurde abgelehnt. ${atStart} Mailserver hat gemeldet:\n\n    ${quote}`;
  switch (answer?.text ?? '') {
    case tooLarge:
      return `Die E-Mail ist größer, als ${own} Mailserver annimmt.`;
    case addressNotUsable:
      return `Die Adresse kann nicht verwendet werden: Sie ist keine gültige E-Mail-Adresse, oder sie enthält Zeichen, mit denen ${own} Mailserver nicht umgehen kann.`;
    default:
      return 'Die E-Mail konnte nicht übergeben werden; eine Antwort eines Mailservers gibt es dazu nicht.';
  }
}

function englishNotice(about: NoticeSubject): NoticeText {
  const { recipient, subject, acceptedAt, isExpired } = about;
  const why = isExpired
    ? 'The receiving server did not accept the mail within the time allowed.'
    : englishRefusal(about);
  return {
    subject: `Undeliverable: ${subject}`,
    body: [
      `A mail to ${recipient} could not be delivered.`,
      `Subject: ${subject}\nHanded over: ${dateIn('en-GB', acceptedAt)}`,
      why,
      isTooLarge(about)
        ? 'Please make the mail smaller, for instance its attachments, and send it again.'
        : 'Please check the address and send the invitation again. If the address is right, whoever runs the receiving server can help.',
      'This message was made automatically.',
    ].join('\n\n'),
  };
}

function englishRefusal({ route, answer }: NoticeSubject): string {
  const [own, atStart] = route === 'customer' ? ['your', 'Your'] : ['our', 'Our'];
  const quote = quoted(answer);
  if (quote !== null) return `Delivery was refused. ${atStart} mail server said:\n\n    ${quote}`;
  switch (answer?.text ?? '') {
    case tooLarge:
      return `The mail is larger than ${own} mail server accepts.`;
    case addressNotUsable:
      return `The address cannot be used: it is not a valid mail address, or it has characters that ${own} mail server cannot handle.`;
    default:
      return 'The mail could not be handed over; no mail server gave an answer about it.';
  }
}

/** What a server said; null where it said nothing and the answer is a code of our own. */
function quoted(answer: ServerAnswer | null): string | null {
  if (!answer || answer.replyCode === null) return null;
  return [answer.replyCode, answer.enhancedStatus, answer.text].filter(Boolean).join(' ');
}

function isTooLarge({ isExpired, answer }: NoticeSubject): boolean {
  return !isExpired && answer?.replyCode === null && answer.text === tooLarge;
}

function dateIn(language: string, at: string): string {
  return new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }) + ' UTC';
}
