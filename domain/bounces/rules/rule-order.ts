import type { RefusalRule } from './refusal-rule';
import { accessConcepts } from './access-concepts';
import { certainLoginRules, loginRules, relayRules } from './access-rules';
import { authenticationRules } from './authentication-rules';
import { contentConcepts } from './content-concepts';
import { dangerRules, linkRules } from './danger-rules';
import { expiryRules } from './expiry-rules';
import { formConcepts } from './form-concepts';
import { certainFormRules, formRules } from './form-rules';
import { certainDomainRules, certainHostRules, hostRules } from './host-word-rules';
import { mailboxRules } from './mailbox-rules';
import { certainReputationRules, rateRules, serviceLimitRules } from './rate-rules';
import { wishConcepts } from './recipient-concepts';
import { certainRecipientRules, recipientRules } from './recipient-rules';
import { blockingRules, reputationRules } from './reputation-rules';
import { listedSenderRules, senderRules } from './sender-rules';
import { sendingConcepts } from './sending-concepts';
import { systemConcepts } from './system-concepts';
import { programRules, systemRules } from './system-rules';
import { knownUserRules } from './unknown-user-rules';

/** Known phrases that count before those for unknown users, first match first. */
export const beforeUserRules: readonly RefusalRule[] = [
  ...authenticationRules,
  ...certainReputationRules,
  ...serviceLimitRules,
  ...certainFormRules,
  ...mailboxRules,
  ...rateRules,
  ...programRules,
  ...knownUserRules,
  ...relayRules,
  ...certainRecipientRules,
  ...linkRules,
  ...listedSenderRules,
  ...reputationRules,
  ...dangerRules,
  ...certainHostRules,
  ...certainLoginRules,
  ...senderRules,
  ...certainDomainRules,
];

/** Known phrases that count after them. */
export const afterUserRules: readonly RefusalRule[] = [
  ...loginRules,
  ...recipientRules,
  ...hostRules,
  ...formRules,
  ...blockingRules,
  ...systemRules,
  ...expiryRules,
];

/** Concepts that count before that of the unknown user. */
export const beforeUserConcepts: readonly RefusalRule[] = [
  ...wishConcepts,
  ...accessConcepts,
  ...sendingConcepts,
  ...contentConcepts,
];
/** Concepts that count after it and after those of the domain. */
export const afterUserConcepts: readonly RefusalRule[] = [...formConcepts, ...systemConcepts];
