import type { BounceReason } from '../bounces/bounce-reason';
import type { AdviceKey, FailureText } from './failure-text';

/** English reasons. They speak to whoever sent the mail, not to whoever runs a mail server. */
export const englishFailures: Readonly<Record<BounceReason, FailureText>> = {
  authfailure: {
    why: 'The receiving server could not confirm that the mail really comes from your domain (SPF, DKIM or DMARC).',
    advice: 'mend-server',
  },
  badreputation: { why: 'The receiving server has little trust in the sending mail server.', advice: 'mend-server' },
  blocked: { why: 'The receiving server takes no mail from the sending mail server.', advice: 'mend-server' },
  contenterror: { why: 'The receiving server did not take the content of the mail.', advice: 'change-content' },
  delivered: { why: 'The reports about this mail contradict each other.', advice: 'ask-recipient' },
  exceedlimit: { why: 'The mail is larger than this recipient may receive.', advice: 'make-smaller' },
  expired: { why: 'The receiving server did not accept the mail within the time allowed.', advice: 'try-later' },
  failedstarttls: {
    why: 'An encrypted connection to the receiving server could not be made.',
    advice: 'ask-recipient',
  },
  feedback: { why: 'The recipient complained about the mail.', advice: 'ask-recipient' },
  filtered: { why: 'A filter on the recipient’s side turned the mail away.', advice: 'ask-recipient' },
  hasmoved: { why: 'The address is no longer in use; the mailbox has moved.', advice: 'check-address' },
  hostunknown: { why: 'The part of the address behind the @ does not exist.', advice: 'check-address' },
  mailboxfull: { why: 'The recipient’s mailbox is full.', advice: 'make-room' },
  mailererror: { why: 'On the recipient’s side, delivery into the mailbox failed.', advice: 'ask-recipient' },
  mesgtoobig: { why: 'The mail is larger than the mail server accepts.', advice: 'make-smaller' },
  networkerror: { why: 'The receiving server could not be reached.', advice: 'try-later' },
  norelaying: { why: 'The mail server that was asked is not responsible for this address.', advice: 'check-address' },
  notaccept: { why: 'No mail at all is accepted for this domain.', advice: 'check-address' },
  notcompliantrfc: {
    why: 'The address cannot be used, or the form of the mail was objected to.',
    advice: 'check-address',
  },
  onhold: { why: 'The receiving server refused the mail.', advice: 'check-address' },
  policyviolation: { why: 'The mail violates a policy of the recipient.', advice: 'ask-recipient' },
  rejected: { why: 'The receiving server takes no mail from the sender’s address.', advice: 'mend-server' },
  requireptr: {
    why: 'The receiving server wants the sending mail server to have a valid name in the DNS (reverse DNS).',
    advice: 'mend-server',
  },
  securityerror: { why: 'Security rules of a mail server prevented the delivery.', advice: 'mend-server' },
  spamdetected: { why: 'The receiving server took the mail for spam.', advice: 'ask-recipient' },
  speeding: { why: 'Too many mails went to the receiving server in a short time.', advice: 'try-later' },
  suspend: { why: 'The recipient’s mailbox is locked or out of use.', advice: 'ask-recipient' },
  syntaxerror: { why: 'The mail servers did not understand each other.', advice: 'mend-server' },
  systemerror: { why: 'The receiving server is disturbed or badly set up.', advice: 'try-later' },
  systemfull: { why: 'The receiving server has run out of space.', advice: 'try-later' },
  toomanyconn: { why: 'The receiving server was overloaded.', advice: 'try-later' },
  undefined: { why: 'The mail could not be handed over; no mail server gave a reason.', advice: 'check-address' },
  userunknown: { why: 'Nobody has this address on the recipient’s side.', advice: 'check-address' },
  vacation: { why: 'The recipient answered with an out-of-office note.', advice: 'ask-recipient' },
  virusdetected: { why: 'The receiving server suspected malware in the mail.', advice: 'change-content' },
};

export const englishSuppressed: FailureText = {
  why: 'The address is on your organization’s suppression list, because earlier mail did not arrive there or the recipient wanted no more. The mail was therefore not sent.',
  advice: 'lift-suppression',
};

export const englishSuspended: FailureText = {
  why: 'Your organization’s own mail server is suspended, and your settings say that mail does not wait in the meantime. The mail was therefore not sent.',
  advice: 'resume-server',
};

export const englishAdvice: Readonly<Record<AdviceKey, string>> = {
  'check-address':
    'Please check the address and send the mail again. If the address is right, whoever runs the receiving server can help.',
  'resume-server':
    'Please send the mail again once the server is back in use. The settings say what becomes of mail in the meantime.',
  'ask-recipient':
    'Please reach the recipient in another way, by phone for instance, and ask them to turn to whoever runs their mailbox. After that you can send the mail again.',
  'make-room':
    'Please reach the recipient in another way, by phone for instance, and ask them to make room in their mailbox. After that you can send the mail again.',
  'make-smaller': 'Please make the mail smaller, for instance its attachments, and send it again.',
  'try-later': 'Please send the mail again later. If this does not change, whoever runs the receiving server can help.',
  'mend-server':
    'The address is not the problem. Please pass this message on to whoever runs the sending mail server; the technical details are attached.',
  'change-content': 'Please check the content and the attachments, and send the mail again in another form.',
  'lift-suppression':
    'If the address can be reached again, an administrator of your organization can take it off the suppression list. After that, send the mail again.',
};
