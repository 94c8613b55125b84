import type { components } from '../../../client';
import type { ReadyReason, Review, SettingsField } from '../reviews';

export type DecisionCommand = components['schemas']['DecisionCommand'];
export type Verdict = DecisionCommand['verdict'];
export type ChecklistItem = Review['checklist'][number]['item'];

/** A decision as it is being written. */
export interface DecisionEntries {
  readonly verdict: Verdict;
  readonly ticked: readonly ChecklistItem[];
  readonly reasonId: ReadyReason['id'] | null;
  readonly reason: string;
  readonly internalNote: string;
  readonly fields: readonly SettingsField[];
}

export const emptyEntries: DecisionEntries = {
  verdict: 'approve',
  ticked: [],
  reasonId: null,
  reason: '',
  internalNote: '',
  fields: [],
};

/** A ready-made reason fills in its text, to be changed at will, and its fields. */
export function withReadyReason(entries: DecisionEntries, chosen: ReadyReason | undefined): DecisionEntries {
  if (!chosen) return { ...entries, reasonId: null };
  return { ...entries, reasonId: chosen.id, reason: chosen.text, fields: chosen.fields };
}

/** Whether nothing is missing; the API has the last word. */
export function isComplete({ verdict, ticked, reason }: DecisionEntries, { checklist, reportId }: Review): boolean {
  if (reportId === null) return false;
  return verdict === 'approve' ? checklist.every(({ item }) => ticked.includes(item)) : reason.trim() !== '';
}

/** Bound to the revision and the report that were on the page. */
export function commandOf(entries: DecisionEntries, { revision, reportId }: Review): DecisionCommand {
  const { verdict, ticked, reasonId, reason, internalNote, fields } = entries;
  const isApproval = verdict === 'approve';
  return {
    revision,
    reportId: reportId ?? '',
    verdict,
    checklist: [...ticked],
    reasonId: isApproval ? null : reasonId,
    reason: reason.trim(),
    internalNote: internalNote.trim() || null,
    fields: verdict === 'request-changes' ? [...fields] : [],
  };
}
