import { needsSecondApprover, type SecondApproverRule } from './second-approver';
import { riskHints, type RiskFacts } from './risk-hints';
import type { ReviewPlan } from './review-plan';
import { addWorkingDays, type WorkingCalendar } from './working-calendar';

/** How this deployment reviews. */
export interface ReviewPolicy {
  readonly calendar: WorkingCalendar;
  /** Working days until a decision is due and reviewers are reminded. */
  readonly reminderDays: number;
  /** Working days until a review that nobody decided is escalated. */
  readonly escalationDays: number;
  /** How long a claim keeps others away, in milliseconds. */
  readonly claimMs: number;
  readonly secondApprover: SecondApproverRule;
}

/** The plan of a review that begins at the moment of the facts. */
export function reviewPlan(policy: ReviewPolicy, facts: RiskFacts): ReviewPlan {
  const risks = riskHints(facts);
  const remindAt = addWorkingDays(facts.at, policy.reminderDays, policy.calendar);
  return {
    dueAt: remindAt,
    remindAt,
    escalateAt: addWorkingDays(facts.at, policy.escalationDays, policy.calendar),
    claimMs: policy.claimMs,
    approvalsNeeded: needsSecondApprover(policy.secondApprover, risks) ? 2 : 1,
    risks,
  };
}
