import { isSamePerson, type Actor } from '../actor';
import type { ErrorCode } from '../errors';
import { addWorkingDays } from '../working-days';
import { endDraft } from './draft-rules';
import type { Command } from './events';
import { accepted, refused, shredding, type Outcome } from './outcome';
import type { CheckSummary, Draft, LifecycleState, LiveServer, RecordedDecision, ReviewClaim } from './state';

const claimWorkingDays = 1;

/** A draft that a reviewer may act on: its checks have passed, so their summary is there. */
type ReviewableDraft = Draft & { readonly check: CheckSummary };

export function claimReview(state: LifecycleState, { actor, at, payload }: Command<'claimReview'>): Outcome {
  const draft = reviewable(state, actor, payload.revision, at);
  return typeof draft === 'string'
    ? refused(draft)
    : accepted(state, { draft: { ...draft, claim: { by: actor, at } } });
}

export function releaseReview(state: LifecycleState, { actor, at, payload }: Command<'releaseReview'>): Outcome {
  const draft = reviewable(state, actor, payload.revision, at);
  if (typeof draft === 'string') return refused(draft);
  return draft.claim ? accepted(state, { draft: { ...draft, claim: null } }) : refused('NOT_CLAIMED');
}

/** The human decision, bound to exactly the revision and the report that the reviewer saw (rules 3 and 10). */
export function decide(state: LifecycleState, { actor, at, payload }: Command<'decide'>): Outcome {
  const draft = reviewable(state, actor, payload.revision, at);
  if (typeof draft === 'string') return refused(draft);
  const { verdict, reason } = payload.decision;
  if (verdict !== 'approve' && reason.trim() === '') return refused('INVALID_REQUEST');
  const decision: RecordedDecision = {
    ...payload.decision,
    revision: payload.revision,
    reportId: draft.check.reportId,
    by: actor,
    at,
  };
  const decided: ReviewableDraft = { ...draft, decision };
  switch (verdict) {
    case 'approve':
      return activate(state, decided, decision, at);
    case 'request-changes':
      return sendBack(state, decided, at);
    case 'reject':
      return endDraft(state, decided, 'rejected', at);
  }
}

function sendBack(state: LifecycleState, draft: Draft, at: string): Outcome {
  return accepted(state, {
    draft: { ...draft, status: 'changes-requested', since: at, claim: null, reviewDueAt: null },
  });
}

/** The approved revision replaces the live one at once. A suspension by ops or by the customer outlives the change. */
function activate(state: LifecycleState, draft: ReviewableDraft, decision: RecordedDecision, at: string): Outcome {
  const before = state.live;
  const suspension = before?.suspension && before.suspension.cause !== 'health' ? before.suspension : null;
  const live: LiveServer = {
    status: suspension ? 'suspended' : 'active',
    revision: draft.revision,
    decision,
    activatedAt: at,
    certificateExpiresAt: draft.check.certificateExpiresAt,
    suspension,
    rotation: null,
    rotations: 0,
  };
  return accepted(state, { live, draft: null }, [
    { kind: 'wake-dispatcher' },
    ...shredding(before?.revision.credentialId, before?.rotation?.credentialId),
  ]);
}

/** A claim lapses after a working day, so that a reviewer who is away blocks nobody. */
function holds(claim: ReviewClaim, at: string): boolean {
  return Date.parse(at) < Date.parse(addWorkingDays(claim.at, claimWorkingDays));
}

/** The draft when it awaits review and this actor may act on it, else the reason why not. */
function reviewable(state: LifecycleState, actor: Actor, revision: number, at: string): ReviewableDraft | ErrorCode {
  const { draft } = state;
  if (draft && draft.revision.number !== revision) return 'STALE_REVISION';
  if (draft?.status !== 'awaiting-review' || !draft.check) return 'NOT_AWAITING_REVIEW';
  if (isSamePerson(draft.revision.submittedBy, actor)) return 'OWN_SUBMISSION';
  if (draft.claim && holds(draft.claim, at) && !isSamePerson(draft.claim.by, actor)) return 'CLAIMED_BY_ANOTHER';
  return { ...draft, check: draft.check };
}
