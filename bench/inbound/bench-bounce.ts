import { randomUUID } from 'node:crypto';

import type { ReturnAddresses } from '../../activities/ports/return-addresses';
import type { OutgoingBounce } from './bounce-sender';

/** A report as Postfix writes it, about a mail that nobody knows, to an address that was signed for it: about 2.5 kB. */
export function benchBounce(addresses: ReturnAddresses, number: number): OutgoingBounce {
  const mailId = randomUUID();
  const recipient = `signer-${number}@partner.example`;
  const subject = { kind: 'bounce', organizationId: 'bench', mailId, position: null } as const;
  return { to: addresses.addressFor(subject, new Date()), raw: reportLines(recipient, mailId).join('\r\n') };
}

function reportLines(recipient: string, mailId: string): string[] {
  return [
    'From: Mail Delivery System <MAILER-DAEMON@mx.partner.example>',
    'Subject: Undelivered Mail Returned to Sender',
    `Message-ID: <${mailId}@mx.partner.example>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"',
    '',
    '--cut',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mx.partner.example.',
    '',
    `<${recipient}>: host mx2.partner.example[192.0.2.9] said: 550 5.1.1 <${recipient}>:`,
    '    Recipient address rejected: User unknown (in reply to RCPT TO command)',
    '',
    '--cut',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.partner.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; 550 5.1.1 <${recipient}>: Recipient address rejected: User unknown`,
    '',
    '--cut',
    'Content-Type: text/rfc822-headers',
    '',
    'From: Contracts <contracts@customer.example>',
    `To: ${recipient}`,
    'Subject: Please sign: framework agreement',
    ...Array.from(
      { length: 12 },
      (_none, hop) => `X-Passed: ${hop} ${'through one more server of the many '.repeat(3)}`,
    ),
    '',
    '--cut--',
  ];
}
