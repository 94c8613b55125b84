import type { ReviewPlan } from '../domain/review/review-plan';
import { reviewPlan, type ReviewPolicy } from '../domain/review/review-policy';
import type { ReviewSubject } from '../domain/review/review-subject';
import type { CheckReportStore } from './ports/lifecycle-store';

export interface ReviewActivityDeps {
  readonly reports: Pick<CheckReportStore, 'find'>;
  readonly policy: ReviewPolicy;
}

export type ReviewActivities = ReturnType<typeof createReviewActivities>;

export function createReviewActivities({ reports, policy }: ReviewActivityDeps) {
  return {
    /** Dates by the calendar, hints from the report; a report that is gone is a hint of its own. */
    async planReview(subject: ReviewSubject): Promise<ReviewPlan> {
      const report = await reports.find(subject.organizationId, subject.reportId);
      return reviewPlan(policy, { ...subject, results: report?.results ?? null });
    },
  };
}
