import { headerValue, headerValues, type HeaderField } from './decoded-mail';
import { parseHeaderBlock } from './header-block';
import { findAddresses, firstAddress } from './mail-address';
import type { ReturnedOriginal } from './bounce-reading';

/** A complaint: who complained of a mail of ours, as far as the report tells. */
export interface FeedbackReport {
  /** `abuse`, `fraud`, `auth-failure`, `opt-out` ... (RFC 5965 section 3.1, RFC 6591, RFC 6650). */
  readonly feedbackType: string;
  readonly recipients: readonly string[];
  readonly source: string;
}

const originalRecipientFields = ['X-HmXmrOriginalRecipient', 'X-Original-To', 'Delivered-To', 'X-MailFrom-Recipient'];

/** Reads `message/feedback-report` (RFC 5965); the recipients stand in the report or else in the returned mail. */
export function readFeedbackReport(text: string, original: ReturnedOriginal | null): FeedbackReport {
  const fields = parseHeaderBlock(text);
  const stated = ['Original-Rcpt-To', 'Removal-Recipient'].flatMap((name) => addresses(headerValues(fields, name)));
  return {
    feedbackType: headerValue(fields, 'Feedback-Type').toLowerCase() || 'abuse',
    recipients: stated.length > 0 ? unique(stated) : complainants(original),
    source: headerValue(fields, 'Source-IP'),
  };
}

/** Complaints that are no RFC 5965 report: Hotmail's forwarded mail, and unsubscribe mails of mail programs. */
export function readPlainComplaint(
  headers: readonly HeaderField[],
  original: ReturnedOriginal | null,
): FeedbackReport | null {
  if (headerValue(headers, 'X-Apple-Unsubscribe').toLowerCase() === 'true') {
    return { feedbackType: 'opt-out', recipients: [firstAddress(headerValue(headers, 'From'))], source: '' };
  }
  const subject = headerValue(headers, 'Subject').toLowerCase();
  const returned = original?.headers ?? [];
  const hotmail =
    subject.includes('complaint about message from') || headerValue(returned, 'X-HmXmrOriginalRecipient') !== '';
  return hotmail && original !== null
    ? { feedbackType: 'abuse', recipients: complainants(original), source: '' }
    : null;
}

function complainants(original: ReturnedOriginal | null): string[] {
  if (original === null) return [];
  const hidden = originalRecipientFields.slice(0, 1).flatMap((name) => addresses(headerValues(original.headers, name)));
  const found = hidden.length > 0 ? hidden : original.to;
  return unique(
    found.length > 0
      ? found
      : addresses(originalRecipientFields.flatMap((name) => headerValues(original.headers, name))),
  );
}

function addresses(values: readonly string[]): string[] {
  return values.flatMap((value) => findAddresses(value, true).map(({ address }) => address));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].slice(0, 200);
}
