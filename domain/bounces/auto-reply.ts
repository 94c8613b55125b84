import { headerValue, type HeaderField } from './decoded-mail';
import { textHasAny, phraseText } from './phrase';

const subjectPhrases: readonly string[] = [
  '^auto:',
  '^auto reply',
  '^auto-reply',
  '^autoreply',
  '^auto response',
  '^auto-response',
  '^automatic reply',
  '^automatic response',
  '^automatische antwort',
  '^abwesend:',
  'out of office',
  'out of the office',
  'out-of-office',
  'autoresponder',
  '[auto-',
  '[autore',
  '(auto-',
  '^abwesenheitsnotiz',
  '^abwesenheitsmeldung',
  '^abwesenheit:',
  'nicht im büro',
  'außer haus',
  '^urlaub:',
  '^im urlaub',
  '^on vacation',
  '^on holiday',
  '^absence',
  'absent du bureau',
  'fuera de la oficina',
  'fuori ufficio',
  '^afwezig',
  '^ooo:',
  '^vacation',
  '^away from',
  '^réponse automatique',
  '^reponse automatique',
  '^risposta automatica',
  '^respuesta automática',
  '^automatisch antwoord',
  '^resposta automática',
];

/** Fields that only programs which answer by themselves write. */
const markFields = [
  'X-Autoreply',
  'X-Autorespond',
  'X-Autoresponse',
  'X-Auto-Reply',
  'X-AutoReply-From',
  'X-Mail-Autoreply',
];

/**
 * Whether a mail is an automatic answer of a person's mailbox (RFC 3834 section 5): vacation notes and the like. Reports
 * (`auto-generated`), mails of lists and bounces are not; the caller asks only after it found no report.
 */
export function isAutoReply(headers: readonly HeaderField[]): boolean {
  const submitted = headerValue(headers, 'Auto-Submitted').toLowerCase();
  if (submitted.startsWith('auto-replied') || submitted.startsWith('auto-notified')) return true;
  if (headerValue(headers, 'X-Apple-Action').toUpperCase() === 'VACATION') return true;
  if (markFields.some((name) => headerValue(headers, name) !== '')) return true;
  if (['auto_reply', 'auto-reply', 'autoreply'].includes(headerValue(headers, 'Precedence').toLowerCase())) return true;
  if (headerValue(headers, 'X-Auto-Response-Suppress') !== '' && headerValue(headers, 'In-Reply-To') !== '')
    return true;
  return textHasAny(phraseText(headerValue(headers, 'Subject')), subjectPhrases);
}

/** Whether a machine sent the mail, so that nothing may be answered to it (RFC 3834 section 2, null sender included). */
export function isAutomatic(headers: readonly HeaderField[]): boolean {
  const submitted = headerValue(headers, 'Auto-Submitted').toLowerCase();
  if (submitted !== '' && !submitted.startsWith('no')) return true;
  if (headerValue(headers, 'Return-Path').replaceAll(' ', '') === '<>') return true;
  const precedence = headerValue(headers, 'Precedence').toLowerCase();
  return ['bulk', 'junk', 'list', 'auto_reply', 'auto-reply'].includes(precedence) || isAutoReply(headers);
}
