import type { ReviewPlan } from '../domain/review/review-plan';
import { reviewPlan, type ReviewPolicy } from '../domain/review/review-policy';
import type { ReviewSubject } from '../domain/review/review-subject';
import { placesOf } from '../domain/review/shared-places';
import type { CheckReportStore, PlaceNeighbours } from './ports/lifecycle-store';

export interface ReviewActivityDeps {
  readonly reports: Pick<CheckReportStore, 'find'>;
  readonly neighbours: PlaceNeighbours;
  readonly policy: ReviewPolicy;
}

/** So many other organizations are named in a hint at most. */
const mostNeighbours = 5;

export type ReviewActivities = ReturnType<typeof createReviewActivities>;

export function createReviewActivities({ reports, neighbours, policy }: ReviewActivityDeps) {
  return {
    /** Dates by the calendar, hints from the report and from who else sends so; a report that is gone is a hint of its own. */
    async planReview(subject: ReviewSubject): Promise<ReviewPlan> {
      const report = await reports.find(subject.organizationId, subject.reportId);
      const found = await neighbours.sharing(subject.organizationId, placesOf(subject.settings), mostNeighbours);
      return reviewPlan(policy, { ...subject, results: report?.results ?? null, neighbours: found });
    },
  };
}
