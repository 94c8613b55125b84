import type { HostRules } from './host-rules';

/** Providers of one country or kind, and gateways with words of their own. */
export const regionalOperators: readonly HostRules[] = [
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
      { reason: 'blocked', phrases: ['cxbl', 'cdrbl', 'csrbl', 'urlbl', 'ipbl'] },
    ],
  },
  {
    operator: 'Comcast',
    hosts: ['comcast.net'],
    rules: [
      { reason: 'speeding', phrases: ['rl000'] },
      { reason: 'blocked', phrases: ['bl000', 'bl00', 'es000'] },
    ],
  },
  {
    operator: 'NetEase',
    hosts: ['163.com', '126.com', 'yeah.net', '188.com', 'netease.com'],
    marks: ['mail.163.com/help'],
    rules: [
      { reason: 'toomanyconn', phrases: ['hl:icc', 'mi:dmc', 'rp:drc', 'rp:trc'] },
      { reason: 'speeding', phrases: ['hl:ifc', 'mi:sfq', 'rp:qrc', 'mi:stc'] },
      { reason: 'spamdetected', phrases: ['dt:spm'] },
      { reason: 'rejected', phrases: ['dt:sum', 'wm:blu', 'hl:mep'] },
      { reason: 'blocked', phrases: ['hl:rep', 'dt:rbl', 'wm:bli', 'mi:cel', 'rp:cel', 'mi:ccl', 'rp:ccl'] },
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
];
