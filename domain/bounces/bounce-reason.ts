/**
 * Why a mail was not delivered, close to the reason names of the Sisimai project, in lower case. `docs/bounces.md`
 * explains each; a test keeps the two lists equal.
 */
export const bounceReasons = [
  'authfailure',
  'badreputation',
  'blocked',
  'contenterror',
  'delivered',
  'exceedlimit',
  'expired',
  'failedstarttls',
  'feedback',
  'filtered',
  'hasmoved',
  'hostunknown',
  'mailboxfull',
  'mailererror',
  'mesgtoobig',
  'networkerror',
  'norelaying',
  'notaccept',
  'notcompliantrfc',
  'onhold',
  'policyviolation',
  'rejected',
  'requireptr',
  'securityerror',
  'spamdetected',
  'speeding',
  'suspend',
  'syntaxerror',
  'systemerror',
  'systemfull',
  'toomanyconn',
  'undefined',
  'userunknown',
  'vacation',
  'virusdetected',
] as const;
export type BounceReason = (typeof bounceReasons)[number];

const deadAddress: ReadonlySet<BounceReason> = new Set(['userunknown', 'hostunknown', 'hasmoved']);

/**
 * Whether the address itself is dead, so that no later mail can arrive: unknown user, unknown host, moved, or a host
 * that says for good that it takes no mail (RFC 7504, RFC 7505). All else is soft, permanent refusals included.
 */
export function isHardBounce(reason: BounceReason, enhancedStatus: string, replyCode: string): boolean {
  if (deadAddress.has(reason)) return true;
  return reason === 'notaccept' && !enhancedStatus.startsWith('4') && !replyCode.startsWith('4');
}
