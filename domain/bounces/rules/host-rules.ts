import type { RefusalRule } from './refusal-rule';

/** Words that one operator uses with a meaning of its own. */
export interface HostRules {
  readonly operator: string;
  /** Ends of host names: of the remote server, or of the recipient's domain. */
  readonly hosts: readonly string[];
  /** Phrases in the text that show the operator where the host name does not. */
  readonly marks?: readonly string[];
  readonly rules: readonly RefusalRule[];
}

export const hostRuleSets: readonly HostRules[] = [
  {
    operator: 'Google Groups',
    hosts: ['googlegroups.com'],
    marks: ['groups.google.com/support', 'support.google.com/a/*groups'],
    rules: [{ reason: 'rejected', phrases: ['google'] }],
  },
  {
    operator: 'Symantec Email Security',
    hosts: ['messagelabs.com'],
    marks: ['messagelabs', 'symantec email security'],
    rules: [{ reason: 'userunknown', phrases: ['^542 * rejected', 'reason: 542 * rejected'] }],
  },
  {
    operator: 'InterScan',
    hosts: [],
    marks: ['interscan'],
    rules: [{ reason: 'userunknown', phrases: ['unable to deliver message to <'] }],
  },
  {
    operator: 'Amazon SES receiving rules',
    hosts: [
      'inbound-smtp.us-east-1.amazonaws.com',
      'inbound-smtp.us-west-2.amazonaws.com',
      'inbound-smtp.eu-west-1.amazonaws.com',
    ],
    rules: [{ reason: 'filtered', phrases: ['mailbox does not exist'] }],
  },
  {
    operator: 'McAfee Email Gateway',
    hosts: [],
    marks: ['the following addresses had delivery problems ---'],
    rules: [{ reason: 'userunknown', phrases: ['no such user', 'user unknown', 'unknown user'] }],
  },
  {
    operator: 'Verizon Wireless',
    hosts: ['vtext.com', 'vzwpix.com'],
    rules: [{ reason: 'userunknown', phrases: ['no such user here', 'invalid user address'] }],
  },
  {
    operator: 'Orange, La Poste (France)',
    hosts: ['orange.fr', 'wanadoo.fr', 'laposte.net'],
    marks: ['ofr_', 'ofr00', 'lpn00'],
    rules: [
      { reason: 'userunknown', phrases: ['_416', '_415', '_418'] },
      { reason: 'mailboxfull', phrases: ['_417'] },
      { reason: 'suspend', phrases: ['_420', '_426'] },
      { reason: 'spamdetected', phrases: ['_501', '_502', '_504', '_506'] },
      { reason: 'requireptr', phrases: ['_401', '_509'] },
      { reason: 'authfailure', phrases: ['_515', '_516', '_517'] },
      { reason: 'toomanyconn', phrases: ['_104', '_105', '_305'] },
      { reason: 'speeding', phrases: ['_115', '_419', '_518', '_519'] },
      { reason: 'policyviolation', phrases: ['_630', '_631', '_500'] },
      { reason: 'blocked', phrases: ['_103', '_109', '_999', '_403'] },
      { reason: 'rejected', phrases: ['_402', '_413', '_421', '_510'] },
    ],
  },
  {
    operator: 'GoDaddy',
    hosts: ['secureserver.net'],
    rules: [
      { reason: 'speeding', phrases: ['ib607', 'ib605', 'ib606', 'ib608', 'ib609', 'ib610', 'ib611'] },
      { reason: 'toomanyconn', phrases: ['ib007', 'ib504'] },
      { reason: 'blocked', phrases: ['ib103', 'ib104', 'ib105', 'ib106', 'ib401'] },
      { reason: 'rejected', phrases: ['ib506', 'ib507', 'ib510', 'ib603'] },
      { reason: 'spamdetected', phrases: ['ib212', 'ib601', 'ib602', 'ib604'] },
      { reason: 'virusdetected', phrases: ['ib705'] },
      { reason: 'authfailure', phrases: ['ib508', 'ib509'] },
      { reason: 'mailboxfull', phrases: ['account storage limit'] },
    ],
  },
  {
    operator: 'Spectrum',
    hosts: ['charter.net', 'spectrum.net', 'rr.com', 'twc.com'],
    marks: ['aup#'],
    rules: [
      { reason: 'toomanyconn', phrases: ['aup#in-13', 'aup#cnct', 'aup#out-1'] },
      { reason: 'speeding', phrases: ['aup#in-12', 'aup#in-10', 'aup#o-13', 'aup#1310'] },
      { reason: 'requireptr', phrases: ['aup#1260', 'aup#bl'] },
      { reason: 'spamdetected', phrases: ['aup#1380', 'aup#1490', 'aup#1500', 'aup#1530'] },
      { reason: 'blocked', phrases: ['aup#'] },
    ],
  },
  {
    operator: 'Cox',
    hosts: ['cox.net'],
    rules: [
      { reason: 'requireptr', phrases: ['cxdns'] },
      { reason: 'toomanyconn', phrases: ['cxcnct', 'cxmxrt', 'cxmj'] },
      { reason: 'speeding', phrases: ['cxthrt'] },
      { reason: 'rejected', phrases: ['cxsndr'] },
      { reason: 'authfailure', phrases: ['dmarc', 'spf'] },
      { reason: 'blocked', phrases: ['cxbl', 'cdrbl', 'csrbl', 'urlbl'] },
    ],
  },
  {
    operator: 'NTT DOCOMO',
    hosts: ['mfsmax.docomo.ne.jp', 'docomo.ne.jp'],
    rules: [
      { reason: 'userunknown', phrases: ['unknown user'], commands: ['RCPT'] },
      { reason: 'rejected', phrases: ['unknown user'], commands: ['DATA'] },
      { reason: 'filtered', phrases: ['refuse to receive mail'] },
      { reason: 'mailboxfull', phrases: ['552'], commands: ['DATA'] },
    ],
  },
  {
    operator: 'KDDI',
    hosts: ['ezweb.ne.jp', 'au.com', 'auone-net.jp'],
    rules: [
      { reason: 'suspend', phrases: ['account is disabled'] },
      { reason: 'userunknown', phrases: ['>: user unknown'] },
      { reason: 'filtered', phrases: [': user unknown'] },
    ],
  },
  {
    operator: 'Tencent',
    hosts: ['qq.com', 'exmail.qq.com'],
    rules: [
      { reason: 'toomanyconn', phrases: ['connection frequency'] },
      { reason: 'speeding', phrases: ['frequency limited', 'too many'] },
      { reason: 'spamdetected', phrases: ['suspected spam', 'content denied', 'suspected bounce'] },
      { reason: 'authfailure', phrases: ['spf', 'dkim', 'dmarc'] },
      { reason: 'blocked', phrases: ['ip*rejected', 'ip*blocked', 'ip*blacklist'] },
      { reason: 'rejected', phrases: ['sender*denied', 'reject*sender', 'mail from'] },
      {
        reason: 'userunknown',
        phrases: ['mailbox unavailable', 'invalid user', 'mailbox not found', 'recipient*invalid'],
      },
    ],
  },
  {
    operator: 'Mimecast',
    hosts: ['mimecast.com', 'mimecast.co.za'],
    marks: ['mimecast'],
    rules: [
      { reason: 'authfailure', phrases: ['dmarc', 'dkim', 'spf', 'anti-spoofing header lockout'] },
      { reason: 'badreputation', phrases: ['reputation'] },
      { reason: 'spamdetected', phrases: ['spam', 'unsolicited', 'suspicious'] },
      { reason: 'virusdetected', phrases: ['virus', 'malware'] },
      { reason: 'userunknown', phrases: ['invalid recipient', 'unknown user'] },
      { reason: 'blocked', phrases: ['greylist', 'rbl', 'ip*blocked'] },
      {
        reason: 'policyviolation',
        phrases: [
          'administrative prohibition',
          'security polic',
          'anti-spoofing',
          'manually blocked',
          'envelope blocked',
          'header based',
        ],
      },
      { reason: 'speeding', phrases: ['rate', 'limit'] },
    ],
  },
  {
    operator: 'Microsoft 365',
    hosts: ['outlook.com', 'hotmail.com', 'live.com', 'office365.com'],
    marks: ['protection.outlook.com', 'prod.outlook.com'],
    rules: [
      { reason: 'mesgtoobig', phrases: ['sizelimit'] },
      {
        reason: 'userunknown',
        phrases: [
          '5.4.1*recipient address rejected: access denied',
          'requested action not taken: mailbox unavailable',
          '5.1.10',
          '5.1.351',
          'recipientnotfound',
          'unknown recipient or mailbox unavailable',
        ],
      },
      { reason: 'badreputation', phrases: ['ip reputation', '4.7.650', '4.7.652'] },
      {
        reason: 'blocked',
        phrases: [
          '5.7.60',
          '5.7.61',
          '5.7.62',
          '5.7.63',
          '5.7.64',
          '5.7.511',
          '5.7.512',
          '5.7.708',
          's3140',
          's3150',
          'ou-002',
          'sc-004',
          'dy-00',
        ],
      },
      { reason: 'spamdetected', phrases: ['5.7.501', '5.7.502', '5.7.503', '5.7.509 spam', 'ou-001', 'sc-001'] },
      { reason: 'authfailure', phrases: ['5.7.23', '5.7.509', '5.7.515'] },
      { reason: 'speeding', phrases: ['4.7.500', '5.7.705', '5.2.121', '5.2.122', '4.7.651'] },
      { reason: 'rejected', phrases: ['5.1.8', '5.7.750', '5.7.506'] },
      { reason: 'securityerror', phrases: ['5.7.133', '5.7.134', '5.7.124', '5.7.57', 'authrequired'] },
      { reason: 'filtered', phrases: ['5.7.129', '5.7.136', 'rst.notauthorized'] },
      { reason: 'networkerror', phrases: ['dns query failed', '5.4.312', '5.4.14', '5.4.6', 'hop count exceeded'] },
      { reason: 'hostunknown', phrases: ['5.4.310', '5.4.4'] },
      { reason: 'expired', phrases: ['5.4.300', '4.4.7', '5.4.316', '5.4.317'] },
      { reason: 'notaccept', phrases: ['5.3.2'] },
    ],
  },
  {
    operator: 'Yahoo',
    hosts: ['yahoodns.net', 'yahoo.com', 'yahoo.co.jp', 'aol.com'],
    marks: ['yahooinc.com/error-codes', 'help.yahoo.com'],
    rules: [
      { reason: 'badreputation', phrases: ['[ts', '[tss'] },
      { reason: 'blocked', phrases: ['[bl', '[gl0'] },
      { reason: 'policyviolation', phrases: ['for policy reasons', '[298]', '[299]', '[ph0'] },
      {
        reason: 'userunknown',
        phrases: ["dd this user doesn't have*account", 'dd requested mail action aborted*mailbox not found'],
      },
      { reason: 'suspend', phrases: ['mailbox is disabled', 'account has been disabled'] },
    ],
  },
  {
    operator: 'Apple',
    hosts: ['icloud.com', 'me.com', 'mac.com', 'apple.com'],
    rules: [
      { reason: 'spamdetected', phrases: ['[cs0'] },
      { reason: 'blocked', phrases: ['[hm0', '[pr01'] },
      { reason: 'policyviolation', phrases: ['local policy'] },
    ],
  },
  {
    operator: 'Facebook',
    hosts: ['facebook.com'],
    rules: [
      { reason: 'userunknown', phrases: ['rcp-p1', 'int-p1', 'int-p3', 'int-p4'] },
      { reason: 'filtered', phrases: ['rcp-p2', 'int-p7', 'pol-p7', 'rcp-p3'] },
      { reason: 'hostunknown', phrases: ['dns-p1', 'dns-p3'] },
      { reason: 'rejected', phrases: ['dns-p2'] },
      { reason: 'mesgtoobig', phrases: ['msg-p1', 'int-p2'] },
      { reason: 'contenterror', phrases: ['msg-p2'] },
      { reason: 'authfailure', phrases: ['pol-p6'] },
      { reason: 'policyviolation', phrases: ['pol-p1', 'pol-p2', 'pol-p3', 'pol-p4', 'pol-p5'] },
      { reason: 'toomanyconn', phrases: ['con-t1', 'con-t3'] },
      { reason: 'systemerror', phrases: ['con-t2', 'int-t', 'dns-t'] },
    ],
  },
  {
    operator: 'Google',
    hosts: ['google.com', 'googlemail.com', 'gmail.com'],
    marks: ['- gsmtp', 'support.google.com/mail'],
    rules: [
      { reason: 'userunknown', phrases: ['answer=6596', 'p=nosuchuser', '5.1.1*does not exist'] },
      { reason: 'suspend', phrases: ['p=disableduser', 'answer/?p=disabled', 'account*disabled', 'p=inactiveuser'] },
      { reason: 'mailboxfull', phrases: ['over quota', 'p=overquota', 'out of storage', 'inbox is out of'] },
      { reason: 'exceedlimit', phrases: ['receiving mail too quickly', 'receiving mail at a rate'] },
      { reason: 'notcompliantrfc', phrases: ['rfcmessagenoncompliant', 'multiple*addresses in from', 'rfc 5322'] },
      { reason: 'requireptr', phrases: ['5.7.25', '4.7.23', '4.7.25', 'ptr record'] },
      { reason: 'authfailure', phrases: ['5.7.26', '4.7.27', '5.7.27', '4.7.30', '5.7.30', 'dmarc'] },
      { reason: 'failedstarttls', phrases: ['5.7.29', '4.7.29'] },
      { reason: 'badreputation', phrases: ['reputation of the sending'] },
      { reason: 'speeding', phrases: ['unusual rate', '4.7.28', '5.7.28'] },
      { reason: 'spamdetected', phrases: ['likely unsolicited', 'unsolicitedmessageerror', 'likely suspicious'] },
      { reason: 'norelaying', phrases: ['relay denied'] },
      { reason: 'notaccept', phrases: ['null mx'] },
      { reason: 'networkerror', phrases: ['responded with code nxdomain', 'had no relevant answers'] },
      { reason: 'hostunknown', phrases: ['dns error: domain name not found', 'answer with no data'] },
      { reason: 'expired', phrases: ['could not contact dns'] },
    ],
  },
];
