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

/** A notice that a person can read: what could not be delivered, to whom, why, and what to do. */
export function noticeText(locale: Locale, about: NoticeSubject): NoticeText {
  return locale === 'de' ? germanNotice(about) : englishNotice(about);
}

function germanNotice({ recipient, subject, acceptedAt, isExpired, route, answer }: NoticeSubject): NoticeText {
  const server = route === 'customer' ? 'Ihr Mailserver' : 'unser Mailserver';
  const why = isExpired
    ? 'Der Empfängerserver hat die E-Mail innerhalb der vorgesehenen Zeit nicht angenommen.'
    : `Die Zustellung wurde abgelehnt. ${server} hat gemeldet:\n\n    ${answerLine(answer)}`;
  return {
    subject: `Nicht zustellbar: ${subject}`,
    body: [
      `eine E-Mail an ${recipient} konnte nicht zugestellt werden.`,
      `Betreff: ${subject}\nÜbergeben am: ${dateIn('de-AT', acceptedAt)}`,
      why,
      'Bitte prüfen Sie die Adresse und senden Sie die Einladung danach erneut. Ist die Adresse richtig, hilft Ihnen der Betreuer des Empfängerservers weiter.',
      'Diese Nachricht wurde automatisch erstellt.',
    ].join('\n\n'),
  };
}

function englishNotice({ recipient, subject, acceptedAt, isExpired, route, answer }: NoticeSubject): NoticeText {
  const server = route === 'customer' ? 'Your mail server' : 'Our mail server';
  const why = isExpired
    ? 'The receiving server did not accept the mail within the time allowed.'
    : `Delivery was refused. ${server} said:\n\n    ${answerLine(answer)}`;
  return {
    subject: `Undeliverable: ${subject}`,
    body: [
      `A mail to ${recipient} could not be delivered.`,
      `Subject: ${subject}\nHanded over: ${dateIn('en-GB', acceptedAt)}`,
      why,
      'Please check the address and send the invitation again. If the address is right, whoever runs the receiving server can help.',
      'This message was made automatically.',
    ].join('\n\n'),
  };
}

function answerLine(answer: ServerAnswer | null): string {
  if (!answer) return '-';
  return [answer.replyCode, answer.enhancedStatus, answer.text].filter(Boolean).join(' ');
}

function dateIn(language: string, at: string): string {
  return new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }) + ' UTC';
}
