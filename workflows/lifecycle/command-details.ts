import { patched } from '@temporalio/workflow';

import type { Command } from '../../domain/lifecycle/events';
import type { LifecycleState } from '../../domain/lifecycle/state';
import { requiredItems } from '../../domain/review/checklist';
import type { ReviewPlan } from '../../domain/review/review-plan';
import { reviewSubject } from '../../domain/review/review-subject';
import { review } from '../activity-proxies';

/** Reviews with plans, decisions bound to a report, rejections that can be answered: what earlier versions did not do. */
function hasPlans(): boolean {
  return patched('planned-reviews');
}

/** The plan of the review that is about to begin; null in executions from before there were plans. */
export async function planFor(state: LifecycleState): Promise<ReviewPlan | null> {
  if (!hasPlans()) return null;
  const subject = reviewSubject(state, new Date().toISOString());
  if (!subject) return null;
  return await review.planReview.executeWithOptions({ summary: 'Dates, hints and approvers of the review' }, [subject]);
}

/** Whether the command, once accepted, lets a review begin, which needs a plan. */
export function beginsReview(command: Command): command is Command<'confirmTestMail' | 'appeal'> {
  return command.type === 'confirmTestMail' || command.type === 'appeal';
}

/** A command that lets a review begin, with the plan of it. */
export async function withPlan(
  command: Command<'confirmTestMail' | 'appeal'>,
  state: LifecycleState,
): Promise<Command> {
  const plan = await planFor(state);
  return command.type === 'appeal'
    ? { ...command, payload: { ...command.payload, plan } }
    : { ...command, payload: { ...command.payload, plan } };
}

/** A decision with its consequences; one of an execution from before there were plans is whole as it was then. */
export function withConsequences(command: Command, state: LifecycleState, appealMs: number): Command {
  if (command.type === 'resume') return checkedFirst(command);
  if (command.type !== 'decide') return command;
  const { payload, at } = command;
  if (hasPlans()) {
    const appealUntil = appealMs > 0 ? new Date(Date.parse(at) + appealMs).toISOString() : null;
    return { ...command, payload: { ...payload, appealUntil } };
  }
  const risks = state.draft?.plan?.risks ?? [];
  const decision = {
    ...payload.decision,
    reportId: state.draft?.check?.reportId ?? '',
    checklist: requiredItems({ risks, replacesLive: state.live !== null }),
  };
  return { ...command, payload: { ...payload, decision } };
}

/** Executions from before suspended servers were checked before they are resumed go on as they did. */
function checkedFirst(command: Command<'resume'>): Command {
  if (patched('checked-resume')) return command;
  return { ...command, payload: { ...command.payload, withoutCheck: true } };
}
