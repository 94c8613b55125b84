import type { WorkerConfig } from '../config/env';
import type { ReviewPolicy } from '../domain/review/review-policy';

const hourMs = 60 * 60 * 1000;

/** How this deployment reviews. A change concerns reviews that begin after it. */
export function reviewPolicyFrom(config: WorkerConfig): ReviewPolicy {
  return {
    calendar: {
      timeZone: config.REVIEW_TIME_ZONE,
      workingDays: config.REVIEW_WORKING_DAYS,
      holidays: config.REVIEW_HOLIDAYS,
    },
    reminderDays: config.REVIEW_REMINDER_WORKING_DAYS,
    escalationDays: config.REVIEW_ESCALATION_WORKING_DAYS,
    claimMs: config.REVIEW_CLAIM_HOURS * hourMs,
    secondApprover: config.REVIEW_SECOND_APPROVER,
  };
}
