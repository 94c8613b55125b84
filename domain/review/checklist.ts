import type { RiskHint } from './review-plan';

/** What a reviewer looks at before approving; texts lie in the catalogue. */
export const checklistItems = [
  'REPORT_READ',
  'SENDER_BELONGS_TO_ORGANIZATION',
  'SERVER_BELONGS_TO_ORGANIZATION',
  'CHANGES_COMPARED',
  'RISKS_WEIGHED',
] as const;
export type ChecklistItem = (typeof checklistItems)[number];

/** What the items that are needed depend on. */
export interface ReviewedMatter {
  readonly risks: readonly RiskHint[];
  /** Whether a revision is live that the draft would replace. */
  readonly replacesLive: boolean;
}

/** The items without which nobody may approve. What there is nothing to look at for is not asked for. */
export function requiredItems({ risks, replacesLive }: ReviewedMatter): ChecklistItem[] {
  return checklistItems.filter((item) => {
    if (item === 'CHANGES_COMPARED') return replacesLive;
    return item !== 'RISKS_WEIGHED' || risks.length > 0;
  });
}
