import type { ChecklistItem } from '../review/checklist';
import type { ReadyReasonId } from '../review/ready-reasons';
import type { RiskCode } from '../review/review-plan';

/** A hint for reviewers in words: what it is called, and why it matters. */
export interface RiskText {
  readonly title: string;
  readonly meaning: string;
}

/** The texts of the review. Reasons are read by customers, everything else by reviewers. */
export interface ReviewTexts {
  readonly risks: Readonly<Record<RiskCode, RiskText>>;
  readonly checklist: Readonly<Record<ChecklistItem, string>>;
  readonly reasons: Readonly<Record<ReadyReasonId, string>>;
}
