import { Buffer } from 'node:buffer';

/** What a report about a mail of ours says; the usual one is a hard bounce. */
export interface ReportedFacts {
  readonly recipient: string;
  readonly action?: 'failed' | 'delayed' | 'delivered';
  readonly status?: string;
  readonly diagnostic?: string;
  readonly envelopeId?: string;
  /** Header lines of the mail that came back. */
  readonly returned?: readonly string[];
  /** Header lines of the report itself, besides the usual ones. */
  readonly headers?: readonly string[];
}

/** A delivery status notification as a mail server writes it (RFC 3464 in RFC 6522). */
export function deliveryReport(facts: ReportedFacts): Buffer {
  const { recipient, action = 'failed', status = '5.1.1', returned = [], headers = [] } = facts;
  const { diagnostic = `550 ${status} <${recipient}>: User unknown` } = facts;
  const envelope = facts.envelopeId === undefined ? [] : [`Original-Envelope-Id: ${facts.envelopeId}`];
  return lines([
    ...headers,
    'From: Mail Delivery System <MAILER-DAEMON@mx.partner.example>',
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"',
    '',
    '--cut',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mx.partner.example.',
    '',
    '--cut',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.partner.example',
    ...envelope,
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    'Remote-MTA: dns; mx.partner.example',
    ...(action === 'failed' ? [`Diagnostic-Code: smtp; ${diagnostic}`] : []),
    '',
    '--cut',
    'Content-Type: text/rfc822-headers',
    '',
    ...returned,
    '',
    '--cut--',
  ]);
}

/** A complaint as mailbox providers send it (RFC 5965). */
export function complaint(recipient: string, messageId: string): Buffer {
  return lines([
    'From: feedback@provider.example',
    'Subject: Complaint',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="cut"',
    '',
    '--cut',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--cut',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: Provider/1.0',
    'Version: 1',
    `Original-Rcpt-To: ${recipient}`,
    '',
    '--cut',
    'Content-Type: message/rfc822',
    '',
    'From: contracts@customer.example',
    `To: ${recipient}`,
    `Message-ID: ${messageId}`,
    '',
    'Body',
    '--cut--',
  ]);
}

export function outOfOffice(from: string): Buffer {
  return lines([
    `From: ${from}`,
    'Subject: Automatic reply: Please sign',
    'Auto-Submitted: auto-replied',
    'Content-Type: text/plain',
    '',
    'I am on holiday.',
  ]);
}

function lines(all: readonly string[]): Buffer {
  return Buffer.from(`${all.join('\r\n')}\r\n`, 'utf8');
}
