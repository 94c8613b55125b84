import type { ReviewPlan } from '../review/review-plan';
import { addWorkingDays, type WorkingCalendar } from '../review/working-calendar';
import type { Draft } from './state';

/** Reviews from before there were plans: Monday to Friday by UTC, a claim for a day, and nobody is reminded. */
const formerCalendar: WorkingCalendar = { timeZone: 'UTC', workingDays: [1, 2, 3, 4, 5], holidays: [] };
export const formerClaimMs = 24 * 60 * 60 * 1000;

/** The draft as it begins to await review, by its plan. */
export function awaitingReview(draft: Draft, plan: ReviewPlan | null, at: string): Draft {
  const reviewDueAt = plan?.dueAt ?? addWorkingDays(at, 1, formerCalendar);
  return { ...draft, status: 'awaiting-review', since: at, reviewDueAt, plan, called: 'none', approvals: [] };
}
