import { isAutoReply } from './auto-reply';
import type { BounceKind, BounceRecipient } from './bounce-reading';
import { headerValue, headerValues, type HeaderField } from './decoded-mail';
import { expandedFrom } from './expanded-from';
import { findAddresses, firstAddress, sameAddress } from './mail-address';
import { textHasAny, phraseText } from './phrase';
import type { MailMaterial } from './mail-material';
import { tellRecipient } from './recipient-readings';
import { findCommand, findReplyCode, quotedReply } from './reply-facts';
import {
  delayCues,
  failureCues,
  plainFailureCues,
  reporterNames,
  reporterTitles,
  reportSubjects,
} from './rules/report-cues';
import { findTextRecipients, type TextRecipient } from './text-recipients';
import { transcriptCommand, transcriptReply } from './transcript';

/** Whether a mail without a readable machine part is a report about a delivery and no letter of a person. */
export function looksLikeReport({ root, parts, report, original }: MailMaterial): boolean {
  const { headers } = root;
  if (headerValue(headers, 'X-Failed-Recipients') !== '') return true;
  if (parts.some((part) => part.type === 'multipart/report' || part.type.endsWith('delivery-status'))) return true;
  if (isReporter(headers)) return true;
  if (textHasAny(phraseText(headerValue(headers, 'Subject')), reportSubjects)) return true;
  if (isAutoReply(headers)) return false;
  const start = report.lines.slice(0, 40).join('\n');
  const nullSender = headerValue(headers, 'Return-Path').replaceAll(' ', '') === '<>';
  const refused = textHasAny(phraseText(start), plainFailureCues) || /^[45]/.test(findReplyCode(start));
  return (report.returned !== '' || original !== null || nullSender) && refused;
}

/** Whether the sender has one of the names under which mail systems report. */
export function isReporter(headers: readonly HeaderField[]): boolean {
  const from = headerValue(headers, 'From').toLowerCase();
  const local = firstAddress(from).split('@')[0] ?? '';
  return (
    reporterNames.includes(local.replace(/[^a-z]/g, '')) ||
    reporterNames.some((name) => from.includes(`${name}@`) || from.startsWith(name)) ||
    textHasAny(phraseText(from), reporterTitles)
  );
}

/** Reads the recipients of a report in prose: those of its header, of its lines, or of the returned mail. */
export function readProse(material: MailMaterial): BounceRecipient[] {
  const { root, report, original } = material;
  const text = report.lines.join('\n');
  const subject = headerValue(root.headers, 'Subject');
  const named = proseRecipients(material);
  return named.map(({ address, text: about }): BounceRecipient => {
    const narrative = about === '' ? text : about;
    const told = tellRecipient({
      recipient: address,
      originalRecipient: original?.to.find((to) => sameAddress(to, address)) ?? expandedFrom(about),
      kind: kindOfProse(phraseText(text), phraseText(subject)),
      diagnostic: quotedReply(narrative) || transcriptReply(report.lines, address),
      narrative,
      report: named.length === 1 ? text : '',
      reportedStatus: '',
      command: findCommand(phraseText(narrative)) || transcriptCommand(report.lines, address),
      category: '',
      remoteMta: remoteHost(narrative),
      reportingMta: '',
      source: 'text',
    });
    return withoutGuess(told, about);
  });
}

/** A refusal that is understood is a failure, however the report puts it; where nothing was said, there is nothing to learn. */
function withoutGuess(told: BounceRecipient, about: string): BounceRecipient {
  const understood = told.reason !== 'onhold' && told.reason !== 'undefined';
  if (told.kind === 'unknown' && understood) return { ...told, kind: 'failed' };
  return about === '' && told.reason === 'onhold' ? { ...told, reason: 'undefined' } : told;
}

function proseRecipients({ root, report, original }: MailMaterial): TextRecipient[] {
  const reporter = firstAddress(headerValue(root.headers, 'From'));
  const sender = [reporter, original?.from ?? '', ...headerValues(root.headers, 'To').map(firstAddress)].filter(
    (one) => one !== '',
  );
  const strangers = sender.filter((one) => original?.to.some((to) => sameAddress(to, one)) !== true);
  const mentioned = findTextRecipients(report.lines, strangers);
  // A text that names the sender and the reporter in passing names no recipient.
  const known = mentioned.some(
    ({ address, certain }) => certain || !strangers.some((one) => sameAddress(one, address)),
  );
  const named = known || original === null || original.to.length === 0 ? mentioned : [];
  const failed = headerValues(root.headers, 'X-Failed-Recipients').flatMap((value) => findAddresses(value, true));
  if (failed.length > 0 && !named.some(({ certain }) => certain)) {
    return failed
      .slice(0, 200)
      .map(
        ({ address }) =>
          named.find((one) => sameAddress(one.address, address)) ?? { address, text: '', certain: false },
      );
  }
  if (named.length > 0) return named;
  return (original?.to ?? []).map((address) => ({ address, text: '', certain: false }));
}

function kindOfProse(text: string, subject: string): BounceKind {
  const warned = subject.includes('(delay') || subject.includes('delayed') || isWarning(subject);
  if (warned || textHasAny(text, delayCues)) return 'delayed';
  return textHasAny(text, failureCues) || textHasAny(subject, reportSubjects) ? 'failed' : 'unknown';
}

/** A warning is about time, unless its subject says that the user is unknown (MDaemon). */
function isWarning(subject: string): boolean {
  return subject.startsWith('warning:') && !subject.includes('unknown');
}

/** The server that a report names as the one that refused: `host mx.example.com [192.0.2.1]`, `while talking to ...`. */
function remoteHost(text: string): string {
  const named =
    /\b(?:host|talking to|by|server):?[ \t\n]{1,9}([a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){1,8})\.?[ \t\n]?(?:\[|:|\(|,|said)/i.exec(
      text.slice(0, 8000),
    );
  return named?.[1]?.toLowerCase() ?? '';
}
