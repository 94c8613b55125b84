import { isAutomatic, isAutoReply } from './auto-reply';
import type { BounceReading, BounceRecipient } from './bounce-reading';
import {
  headerValue,
  headerValues,
  isEnclosedMail,
  reportParts,
  type DecodedMail,
  type MailPart,
} from './decoded-mail';
import { looksLikeDeliveryStatus, parseDeliveryStatus } from './delivery-status';
import { isEncrypted } from './encryption';
import { readFeedbackReport, readPlainComplaint } from './feedback-report';
import { htmlToText } from './html-text';
import { findAddresses, firstAddress, sameAddress } from './mail-address';
import type { MailMaterial } from './mail-material';
import { pastedReport } from './pasted-report';
import { isReporter, looksLikeReport, readProse } from './prose-report';
import { complaintOf, noticeOf, readStatusBlocks } from './recipient-readings';
import { splitReport } from './report-text';
import { readReturnedOriginal } from './returned-original';
import { readSesNotification } from './ses-notification';
import { findTextRecipients } from './text-recipients';

const maxEnclosed = 3;

/**
 * Reads one inbound mail: what it says about which recipients of ours, and what is needed to find the mail it speaks of.
 * Machine-readable parts come first (RFC 3464, RFC 5965), then rules for reports in prose, then automatic answers
 * (RFC 3834). A mail that is none of these has no recipients. Total: it never throws and its work is bounded by the caps
 * of the MIME layer.
 */
export function readBounce(mail: DecodedMail): BounceReading {
  return readEntity(mail.root, mail.truncated, 0);
}

function readEntity(root: MailPart, truncated: boolean, level: number): BounceReading {
  const material = gather(root);
  const enclosed = level < maxEnclosed ? enclosedReport(material.parts) : null;
  const pasted = enclosed === null && level < maxEnclosed && isLetter(material) ? pastedReport(material.text) : null;
  const inner = enclosed ?? pasted;
  const letter = pasted !== null || (enclosed !== null && isForwardedReport(material, enclosed));
  const recipients = letter ? [] : readRecipients(material);
  if (inner !== null && recipients.length === 0) {
    const reading = readEntity(inner, truncated, level + 1);
    if (reading.recipients.length > 0) return { ...reading, deliveredTo: deliveredTo(root) };
  }
  return {
    recipients,
    original: material.original,
    envelopeId: material.status?.envelopeId ?? '',
    reportingMta: material.status?.reportingMta ?? '',
    deliveredTo: deliveredTo(root),
    from: firstAddress(headerValue(root.headers, 'From')),
    subject: headerValue(root.headers, 'Subject'),
    messageId: headerValue(root.headers, 'Message-ID'),
    date: headerValue(root.headers, 'Date'),
    automatic: isAutomatic(root.headers) || recipients.length > 0,
    encrypted: recipients.length === 0 && isEncrypted(material.parts),
    truncated,
  };
}

function gather(root: MailPart): MailMaterial {
  const parts = reportParts(root);
  const text = reportTextOf(parts);
  const report = splitReport(text);
  const original = readReturnedOriginal(parts, report.returned);
  const machine = parts.filter((part) => part.type.endsWith('delivery-status'));
  const machineTexts =
    machine.length > 0
      ? machine
      : parts.filter(
          (part) =>
            (part.type.startsWith('text/') || part.type.startsWith('multipart/')) && looksLikeDeliveryStatus(part.text),
        );
  const status =
    machineTexts.length > 0 ? parseDeliveryStatus(machineTexts.map((part) => part.text).join('\n\n')) : null;
  return { root, parts, text, report, original, status };
}

function readRecipients(material: MailMaterial): readonly BounceRecipient[] {
  const { root, parts, original, status } = material;
  const feedback = parts.find((part) => part.type === 'message/feedback-report');
  const complaint =
    feedback === undefined ? readPlainComplaint(root.headers, original) : readFeedbackReport(feedback.text, original);
  if (complaint !== null)
    return named(complaint.recipients, original).map((recipient) => complaintOf(recipient, complaint.feedbackType));
  const notice = readSesNotification(parts.find((part) => part.type === 'text/plain')?.text ?? '');
  if (notice !== null) return notice.recipients.map(noticeOf);
  if (status !== null && status.recipients.length > 0) return readStatusBlocks(status.recipients, material);
  if (looksLikeReport(material)) return readProse(material);
  if (isAutoReply(root.headers))
    return [
      noticeOf({
        recipient: firstAddress(headerValue(root.headers, 'From')),
        kind: 'auto-reply',
        status: '',
        diagnostic: '',
      }),
    ];
  return [];
}

/** A complaint that hides who complained still tells of which mail, where that came back with it. */
function named(recipients: readonly string[], original: MailMaterial['original']): readonly string[] {
  return recipients.length === 0 && original !== null ? [''] : recipients;
}

/** The prose of the report: its plain texts, or its HTML where there is no plain text. */
function reportTextOf(parts: readonly MailPart[]): string {
  const plain = parts.filter((part) => part.type === 'text/plain' || part.type.startsWith('multipart/'));
  const text = plain.map((part) => part.text).filter((one) => one.trim() !== '');
  if (text.length > 0) return text.join('\n\n');
  return parts
    .filter((part) => part.type === 'text/html')
    .map((part) => htmlToText(part.text))
    .join('\n\n');
}

/** The mail that is enclosed; where there are several, the first one that is a report. */
function enclosedReport(parts: readonly MailPart[]): MailPart | null {
  const enclosing = parts.filter((part) => isEnclosedMail(part) || part.type === 'application/pkcs7-mime');
  const enclosed = enclosing.flatMap(({ children }) => children.slice(0, 1));
  return enclosed.find(isReport) ?? enclosed[0] ?? null;
}

/**
 * A person's letter that carries a report, whose subject (`Fwd: Undelivered Mail`) makes the letter look like one; or a
 * gateway that wrapped what it let through. What else a machine sends is never taken for a letter: the report that it
 * carries may be the returned mail, a notice of ours.
 */
function isForwardedReport(material: MailMaterial, inner: MailPart): boolean {
  return isReport(inner) && (isLetter(material) || isWrapped(material, inner));
}

function isReport({ type, headers }: MailPart): boolean {
  return type === 'multipart/report' || isAutomatic(headers) || isReporter(headers);
}

/** Whether the mail around a report was made on its way: it goes where the report went, and names no recipient itself. */
function isWrapped({ root, status, report }: MailMaterial, inner: MailPart): boolean {
  if (status !== null || findTextRecipients(report.lines, []).some(({ certain }) => certain)) return false;
  const there = deliveredTo(inner);
  return deliveredTo(root).some((one) => there.some((other) => sameAddress(one, other)));
}

/** Whether a person wrote it, as far as its header and parts tell. */
function isLetter({ root, status }: MailMaterial): boolean {
  return status === null && !isAutomatic(root.headers) && !isReporter(root.headers);
}

function deliveredTo(root: MailPart): string[] {
  const values = ['X-Original-To', 'Delivered-To', 'Envelope-To', 'X-Envelope-To', 'X-Apparently-To', 'To'].flatMap(
    (name) => headerValues(root.headers, name),
  );
  return [...new Set(values.flatMap((value) => findAddresses(value, true).map(({ address }) => address)))].slice(0, 50);
}
