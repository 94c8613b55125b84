import type { Locale } from '../lifecycle/state';
import type { MailRoute, ServerAnswer } from '../mail-message';
import type { Failure } from '../undeliverables/failure';
import { englishAdvice, englishFailures, englishSuppressed, englishSuspended } from './failure-texts-en';
import { germanAdvice, germanFailures, germanSuppressed, germanSuspended } from './failure-texts-de';
import type { FailureText } from './failure-text';

/** What a notice about an undeliverable mail speaks of. */
export interface NoticeSubject {
  readonly recipient: string;
  readonly subject: string;
  readonly acceptedAt: string;
  readonly route: MailRoute;
  readonly failure: Failure;
}

export interface NoticeText {
  readonly subject: string;
  readonly body: string;
}

const words = {
  de: {
    subject: (title: string) => `Nicht zustellbar: ${title}`,
    digestSubject: (count: number) => `Nicht zustellbar: ${count} E-Mails`,
    greeting: 'Guten Tag,',
    lead: (recipient: string) => `eine E-Mail an ${recipient} konnte nicht zugestellt werden.`,
    digestLead: (count: number) => `${count} E-Mails konnten nicht zugestellt werden.`,
    facts: (title: string, at: string) => `Betreff: ${title}\nÜbergeben am: ${at}`,
    said: { customer: 'Ihr Mailserver hat gemeldet:', platform: 'Unser Mailserver hat gemeldet:' },
    reported: (server: string) => `Der Mailserver ${server} hat gemeldet:`,
    someone: 'des Empfängers',
    closing: 'Diese Nachricht wurde automatisch erstellt.',
    failures: germanFailures,
    unasked: { suppressed: germanSuppressed, suspended: germanSuspended },
    advice: germanAdvice,
    language: 'de-AT',
  },
  en: {
    subject: (title: string) => `Undeliverable: ${title}`,
    digestSubject: (count: number) => `Undeliverable: ${count} mails`,
    greeting: 'Good day,',
    lead: (recipient: string) => `a mail to ${recipient} could not be delivered.`,
    digestLead: (count: number) => `${count} mails could not be delivered.`,
    facts: (title: string, at: string) => `Subject: ${title}\nHanded over: ${at}`,
    said: { customer: 'Your mail server said:', platform: 'Our mail server said:' },
    reported: (server: string) => `The mail server ${server} said:`,
    someone: 'of the recipient',
    closing: 'This message was made automatically.',
    failures: englishFailures,
    unasked: { suppressed: englishSuppressed, suspended: englishSuspended },
    advice: englishAdvice,
    language: 'en-GB',
  },
} as const;

/** A notice that a person can read: what could not be delivered, to whom, why, and what to do. */
export function noticeText(locale: Locale, about: NoticeSubject): NoticeText {
  const { greeting, lead, facts, advice, closing, subject } = words[locale];
  const { why, advice: key } = explanation(locale, about);
  const quote = quotation(locale, about);
  return {
    subject: subject(about.subject),
    body: [
      greeting,
      lead(about.recipient),
      facts(about.subject, dateIn(locale, about.acceptedAt)),
      ...(quote === null ? [why] : [why, quote]),
      advice[key],
      closing,
    ].join('\n\n'),
  };
}

/** One notice about many mails that failed at the same time; those with the same reason stand together. */
export function digestText(locale: Locale, about: readonly NoticeSubject[]): NoticeText {
  const { greeting, digestLead, digestSubject, advice, closing } = words[locale];
  const byReason = new Map<string, { text: FailureText; lines: string[] }>();
  for (const each of about) {
    const text = explanation(locale, each);
    const group = byReason.get(text.why) ?? { text, lines: [] };
    group.lines.push(`- ${each.recipient}: ${each.subject} (${dateIn(locale, each.acceptedAt)})`);
    byReason.set(text.why, group);
  }
  const groups = [...byReason.values()].flatMap(({ text, lines }) => [text.why, lines.join('\n'), advice[text.advice]]);
  return {
    subject: digestSubject(about.length),
    body: [greeting, digestLead(about.length), ...groups, closing].join('\n\n'),
  };
}

function explanation(locale: Locale, { failure }: NoticeSubject): FailureText {
  const { failures, unasked } = words[locale];
  const { cause, reason } = failure;
  return cause === 'suppressed' || cause === 'suspended' ? unasked[cause] : failures[reason];
}

/** What a server said, as its words and not as ours; null where none said anything. */
function quotation(locale: Locale, { failure, route }: NoticeSubject): string | null {
  const quote = quoted(failure.answer);
  if (quote === null || failure.cause === 'suppressed' || failure.cause === 'suspended') return null;
  const { said, reported, someone } = words[locale];
  const speaker = failure.cause === 'bounced' ? reported(failure.remoteMta ?? someone) : said[route];
  return `${speaker}\n\n    ${quote}`;
}

/** Null where the server said nothing and the answer is a code of our own. */
function quoted(answer: ServerAnswer | null): string | null {
  if (!answer) return null;
  const { replyCode, enhancedStatus, text } = answer;
  const isOwn = replyCode === null && /^[A-Z]+(?:_[A-Z]+)+$/.test(text);
  const said = [replyCode, enhancedStatus, text.replaceAll(/\s+/g, ' ').trim()].filter(Boolean).join(' ');
  return isOwn || said === '' ? null : said;
}

function dateIn(locale: Locale, at: string): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Date(at).toLocaleString(words[locale].language, options)} UTC`;
}
