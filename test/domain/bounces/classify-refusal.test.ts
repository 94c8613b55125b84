import type { BounceReason } from '../../../domain/bounces/bounce-reason';
import { classifyRefusal, type Refusal } from '../../../domain/bounces/classify-refusal';
import { findCommand, findReplyCode, findStatuses } from '../../../domain/bounces/reply-facts';
import { phraseText } from '../../../domain/bounces/phrase';

/** The reason of a reply, its codes and its command taken from the text as the readers do. */
function reasonOf(text: string, more: Partial<Refusal> = {}): BounceReason {
  return classifyRefusal({
    diagnostic: text,
    narrative: '',
    enhancedStatus: findStatuses(text)[0] ?? '',
    replyCode: findReplyCode(text),
    command: findCommand(phraseText(text)),
    category: '',
    hosts: [],
    ...more,
  });
}

const replies: readonly (readonly [string, BounceReason])[] = [
  ['550 5.1.1 No such person at this address', 'userunknown'],
  ['550 no such user (in reply to RCPT TO command)', 'userunknown'],
  ['550 no such user (in reply to end of DATA command)', 'filtered'],
  ['452 4.2.2 The mailbox is full, try later', 'mailboxfull'],
  ['550 5.2.1 This account is suspended', 'suspend'],
  ['551 5.1.6 The user has moved, new address is otto@x.example', 'hasmoved'],
  ['550 5.1.2 Host or domain name not found', 'hostunknown'],
  ['556 5.1.10 Recipient address has null MX', 'notaccept'],
  ['554 5.4.6 Too many hops', 'networkerror'],
  ['451 4.4.1 The connection timed out after 4 days, message expired', 'expired'],
  ['554 5.7.1 Relay access denied', 'norelaying'],
  ['550 5.7.26 Mail from sender.example fails the DMARC policy of the domain', 'authfailure'],
  ['550 5.7.25 Client has no PTR record', 'requireptr'],
  ['554 5.7.1 192.0.2.1 is listed in zen.spamhaus.example DNSBL', 'blocked'],
  ['421 4.7.0 Deferred because of the poor reputation of 192.0.2.1', 'badreputation'],
  ['450 4.7.1 Sending rate too high, please slow down', 'speeding'],
  ['421 4.7.0 Too many connections from your host', 'toomanyconn'],
  ['550 5.7.1 This message was classified as spam', 'spamdetected'],
  ['554 5.7.0 Virus found in attachment', 'virusdetected'],
  ['552 5.3.4 Message is too large', 'mesgtoobig'],
  ['552 5.2.3 Message size exceeds the limit of the recipient', 'exceedlimit'],
  ['550 5.6.0 Message content rejected', 'contenterror'],
  ['550 5.7.1 Message is not RFC 5322 compliant', 'notcompliantrfc'],
  ['550 5.7.1 Refused for policy reasons', 'policyviolation'],
  ['550 5.1.8 Sender address rejected: Domain not found', 'rejected'],
  ['530 5.7.0 Authentication required', 'securityerror'],
  ['530 5.7.0 Must issue a STARTTLS command first', 'failedstarttls'],
  ['452 4.3.1 Insufficient system storage', 'systemfull'],
  ['451 4.3.5 Server configuration error', 'systemerror'],
  ['500 5.5.2 Syntax error', 'syntaxerror'],
  ['x-unix; procmail: unable to write', 'mailererror'],
  ['554 denied (after initial connection)', 'blocked'],
  ['550 denied (in reply to MAIL FROM command)', 'rejected'],
  ['550 5.2.2 xyz', 'mailboxfull'],
  ['599 xyz', 'onhold'],
  ['', 'undefined'],
];

describe('the reason of a refusal', () => {
  it.each(replies)('of "%s" is %s', (text, reason) => {
    expect(reasonOf(text)).toBe(reason);
  });

  it('does not read the words of an address as words of the reply', () => {
    expect(reasonOf('550 5.2.2 <user.unknown@spam.example> has exceeded quota limit')).toBe('mailboxfull');
    expect(reasonOf('550 5.1.1 <spam-virus@mailbox-full.example> not here')).toBe('userunknown');
  });

  it('reads a sentence over the codes that a multi-line reply repeats in it', () => {
    expect(reasonOf('550-5.7.1 Mail was rejected since no reverse 550 5.7.1 DNS is set')).toBe('requireptr');
  });

  it('lets the operator of the refusing server decide what its codes mean', () => {
    const text = '550 5.2.0 Mail rejected. OFR_506 [506]';
    expect(reasonOf(text, { hosts: ['smtp-in.orange.fr'] })).toBe('spamdetected');
  });

  it('takes a missing domain for dead only where Google says it for good', () => {
    const words = "DNS Error: DNS type 'mx' lookup of z.example responded with code NXDOMAIN";
    const hosts = ['googlemail.com'];
    expect(reasonOf(words, { hosts, enhancedStatus: '5.1.2' })).toBe('hostunknown');
    expect(reasonOf(words, { hosts, enhancedStatus: '4.0.0' })).toBe('networkerror');
  });

  it('reads the codes that Facebook explains, and no others', () => {
    const hosts = ['smtpin.facebook.com'];
    expect(reasonOf('550 5.1.1 INT-P4', { hosts, enhancedStatus: '' })).toBe('userunknown');
    expect(reasonOf('554 5.7.1 RCP-P2', { hosts })).toBe('filtered');
    expect(reasonOf('554 XYZ-P9', { hosts })).toBe('onhold');
  });

  it('takes no other host for that operator because its name ends alike', () => {
    expect(reasonOf('550 5.1.1 xyz IB607', { hosts: ['notsecureserver.net'] })).toBe('userunknown');
    expect(reasonOf('550 5.1.1 xyz IB607', { hosts: ['smtp.secureserver.net'] })).toBe('speeding');
  });

  it('uses the words of the report where the server said nothing of use', () => {
    expect(reasonOf('550 xyz', { narrative: 'The mailbox is full' })).toBe('mailboxfull');
  });

  it('trusts the category of PowerMTA', () => {
    expect(reasonOf('554 delivery error', { category: 'bad-domain' })).toBe('hostunknown');
    expect(reasonOf('550 5.2.2 full', { category: 'constructor' })).toBe('mailboxfull');
  });
});
