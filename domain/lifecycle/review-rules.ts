import { isSamePerson, type Actor } from '../actor';
import type { ErrorCode } from '../errors';
import { domainOf } from '../mail-server-settings';
import { decisionGaps } from './decision-gaps';
import { endDraft } from './draft-rules';
import type { Command, Fact } from './events';
import { accepted, ignored, refused, shredding, type Outcome } from './outcome';
import { formerClaimMs } from './review-start';
import type {
  ApprovedRevision,
  CheckSummary,
  Draft,
  LifecycleState,
  LiveServer,
  RecordedDecision,
  ReviewClaim,
} from './state';

/** A draft that a reviewer may act on: its checks have passed, so their summary is there. */
type ReviewableDraft = Draft & { readonly check: CheckSummary };

export function claimReview(state: LifecycleState, { actor, at, payload }: Command<'claimReview'>): Outcome {
  const draft = reviewable(state, actor, payload.revision, at);
  if (typeof draft === 'string') return refused(draft);
  const expiresAt = new Date(Date.parse(at) + (draft.plan?.claimMs ?? formerClaimMs)).toISOString();
  return accepted(state, { draft: { ...draft, claim: { by: actor, at, expiresAt } } });
}

/** Ops may release anybody's claim: reviewers leave, or lose their role. */
export function releaseReview(state: LifecycleState, { actor, at, payload }: Command<'releaseReview'>): Outcome {
  const draft = actor.roles.includes('ops')
    ? awaited(state, payload.revision)
    : reviewable(state, actor, payload.revision, at);
  if (typeof draft === 'string') return refused(draft);
  return draft.claim ? accepted(state, { draft: { ...draft, claim: null } }) : refused('NOT_CLAIMED');
}

/** The human decision, bound to exactly the revision and the report that the reviewer saw (rules 3 and 10). */
export function decide(state: LifecycleState, { actor, at, payload }: Command<'decide'>): Outcome {
  const draft = reviewable(state, actor, payload.revision, at);
  if (typeof draft === 'string') return refused(draft);
  const { decision: given, revision, appealUntil = null } = payload;
  if (given.reportId !== draft.check.reportId) return refused('STALE_REPORT');
  const gaps = decisionGaps(state, draft, given);
  if (gaps.length > 0) return refused('DECISION_INCOMPLETE', gaps);
  const decision: RecordedDecision = { ...given, revision, by: actor, at };
  switch (given.verdict) {
    case 'approve':
      return approve(state, draft, decision, at);
    case 'request-changes':
      return sendBack(state, { ...draft, decision }, at);
    case 'reject':
      return endDraft(state, { ...draft, decision }, 'rejected', at, draft.appeal ? null : appealUntil);
  }
}

export function reviewReminderDue(state: LifecycleState, { payload }: Fact<'reviewReminderDue'>): Outcome {
  const draft = awaited(state, payload.revision);
  if (typeof draft === 'string' || draft.called !== 'none') return ignored;
  return accepted(state, { draft: { ...draft, called: 'reminded' } });
}

export function reviewEscalated(state: LifecycleState, { payload }: Fact<'reviewEscalated'>): Outcome {
  const draft = awaited(state, payload.revision);
  if (typeof draft === 'string' || draft.called === 'escalated') return ignored;
  return accepted(state, { draft: { ...draft, called: 'escalated' } });
}

/** Why an approval by this actor would be refused right now; null when nothing about the actor stands against it. */
export function decisionObstacle(state: LifecycleState, actor: Actor, revision: number, at: string): ErrorCode | null {
  const draft = reviewable(state, actor, revision, at);
  if (typeof draft === 'string') return draft;
  if (actor.kind !== 'person' || !actor.roles.includes('reviewer')) return 'FORBIDDEN';
  return hasApproved(draft, actor) ? 'SECOND_APPROVER_NEEDED' : null;
}

/** How many different people have to approve this draft. */
export function approvalsNeeded(state: LifecycleState, draft: Draft): number {
  return Math.max(draft.plan?.approvalsNeeded ?? 1, state.terms?.secondApprover === true ? 2 : 1);
}

function approve(state: LifecycleState, draft: ReviewableDraft, decision: RecordedDecision, at: string): Outcome {
  if (hasApproved(draft, decision.by)) return refused('SECOND_APPROVER_NEEDED');
  const approvals = [...draft.approvals, decision];
  return approvals.length < approvalsNeeded(state, draft)
    ? accepted(state, { draft: { ...draft, approvals, claim: null } })
    : activate(state, { ...draft, approvals }, decision, at);
}

function hasApproved({ approvals }: Draft, actor: Actor): boolean {
  return approvals.some(({ by }) => isSamePerson(by, actor));
}

function sendBack(state: LifecycleState, draft: Draft, at: string): Outcome {
  return accepted(state, {
    draft: { ...draft, status: 'changes-requested', since: at, claim: null, reviewDueAt: null, approvals: [] },
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
    approvals: draft.approvals,
    activatedAt: at,
    certificateExpiresAt: draft.check.certificateExpiresAt,
    firstMailAt: null,
    rotations: 0,
    returnPaths: draft.check.returnPaths ?? null,
    suspension,
    rotation: null,
    lastRotation: null,
    previous: before && fallbackOf(before),
  };
  const dropped = before?.previous && live.previous === before.previous ? before : before?.previous;
  return accepted(state, { live, draft: null, approvedDomains: domainsWith(state, draft.revision.settings) }, [
    { kind: 'wake-dispatcher' },
    ...shredding(dropped?.revision.credentialId, before?.rotation?.credentialId),
  ]);
}

/** What to go back to: the last revision that has sent mail, or, where none has, the one that is replaced. */
function fallbackOf(live: LiveServer): ApprovedRevision {
  if (live.firstMailAt === null && live.previous) return live.previous;
  const { revision, decision, approvals, activatedAt, certificateExpiresAt, firstMailAt, rotations } = live;
  const kept = { revision, decision, approvals, activatedAt, certificateExpiresAt, firstMailAt, rotations };
  return { ...kept, returnPaths: live.returnPaths ?? null };
}

function domainsWith({ approvedDomains }: LifecycleState, { senderAddress }: { senderAddress: string }): string[] {
  return [...new Set([...approvedDomains, domainOf(senderAddress)])];
}

/** A claim lapses, so that a reviewer who is away blocks nobody. */
function holds(claim: ReviewClaim, at: string): boolean {
  return Date.parse(at) < Date.parse(claim.expiresAt);
}

/** The draft when it awaits review, else the reason why not. */
function awaited(state: LifecycleState, revision: number): ReviewableDraft | ErrorCode {
  const { draft } = state;
  if (wasDecided(state, revision)) return 'ALREADY_DECIDED';
  if (draft && draft.revision.number !== revision) return 'STALE_REVISION';
  if (draft?.status !== 'awaiting-review' || !draft.check) return 'NOT_AWAITING_REVIEW';
  return { ...draft, check: draft.check };
}

/** The draft when it awaits review and this actor may act on it, else the reason why not. */
function reviewable(state: LifecycleState, actor: Actor, revision: number, at: string): ReviewableDraft | ErrorCode {
  const draft = awaited(state, revision);
  if (typeof draft === 'string') return draft;
  if (isSamePerson(draft.revision.submittedBy, actor)) return 'OWN_SUBMISSION';
  if (draft.appeal && isSamePerson(draft.appeal.by, actor)) return 'OWN_SUBMISSION';
  return draft.claim && holds(draft.claim, at) && !isSamePerson(draft.claim.by, actor) ? 'CLAIMED_BY_ANOTHER' : draft;
}

function wasDecided({ draft, live }: LifecycleState, revision: number): boolean {
  if (live?.revision.number === revision) return true;
  const isDecided = draft?.status === 'rejected' || draft?.status === 'changes-requested';
  return isDecided && draft.revision.number === revision;
}
