import type { RiskCode, RiskHint } from './review-plan';

/** When a second, different person has to approve, besides what sales agreed with the organization. */
export const secondApproverRules = ['never', 'on-risk', 'always'] as const;
export type SecondApproverRule = (typeof secondApproverRules)[number];

/** Hints that ask for a second pair of eyes. A first approval always has a new domain, and certificates renew themselves. */
const grave: ReadonlySet<RiskCode> = new Set([
  'FOREIGN_SENDER_DOMAIN',
  'FREE_MAIL_SENDER',
  'CONSUMER_ADDRESS',
  'DMARC_FAILING',
  'SENDER_DOMAIN_USED_ELSEWHERE',
]);

/** Whether the rule wants two people for a review with these hints. */
export function needsSecondApprover(rule: SecondApproverRule, risks: readonly RiskHint[]): boolean {
  switch (rule) {
    case 'never':
      return false;
    case 'on-risk':
      return risks.some(({ code }) => grave.has(code));
    case 'always':
      return true;
  }
}
