import type { ReviewPolicy } from '../../domain/review/review-policy';
import type { WorkingCalendar } from '../../domain/review/working-calendar';

/** Monday to Friday in UTC, without holidays: what a deployment has that configures nothing. */
export const usualCalendar: WorkingCalendar = { timeZone: 'UTC', workingDays: [1, 2, 3, 4, 5], holidays: [] };

export const usualReviewPolicy: ReviewPolicy = {
  calendar: usualCalendar,
  reminderDays: 1,
  escalationDays: 2,
  claimMs: 24 * 60 * 60 * 1000,
  secondApprover: 'never',
};
