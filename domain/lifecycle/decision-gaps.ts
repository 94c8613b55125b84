import type { FieldFault } from '../errors';
import { requiredItems } from '../review/checklist';
import type { Decision, Draft, LifecycleState } from './state';

const missing = { code: 'REQUIRED' } as const;

/** What a decision lacks for its verdict, one fault for each missing tick, reason or field; empty when it is whole. */
export function decisionGaps(state: LifecycleState, draft: Draft, decision: Decision): FieldFault[] {
  const { verdict, reason, fields, checklist } = decision;
  if (verdict === 'approve') {
    const matter = { risks: draft.plan?.risks ?? [], replacesLive: state.live !== null };
    const unticked = requiredItems(matter).filter((item) => !checklist.includes(item));
    return unticked.map((item) => ({ pointer: `/checklist/${item}`, ...missing }));
  }
  const gaps: FieldFault[] = reason.trim() === '' ? [{ pointer: '/reason', ...missing }] : [];
  const namesNothing = verdict === 'request-changes' && fields.length === 0;
  return namesNothing ? [...gaps, { pointer: '/fields', ...missing }] : gaps;
}
