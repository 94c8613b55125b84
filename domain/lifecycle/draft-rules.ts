import { isSameDestination, normalizeSettings, settingsFaults, type MailServerSettings } from '../mail-server-settings';
import type { Command, Fact } from './events';
import { accepted, ignored, refused, shredding, type Outcome } from './outcome';
import { awaitingReview } from './review-start';
import type { ReviewPlan } from '../review/review-plan';
import type { Draft, DraftStatus, LifecycleState, Revision } from './state';

/** A draft on its way: nothing else may be submitted until it has ended or been sent back. */
const inProgress: ReadonlySet<DraftStatus> = new Set(['checking', 'awaiting-confirmation', 'awaiting-review']);
const withdrawable: ReadonlySet<DraftStatus> = new Set([...inProgress, 'check-failed', 'changes-requested']);
const recheckable: ReadonlySet<DraftStatus> = new Set(['check-failed', 'awaiting-confirmation']);
/** States that wait for a person and therefore can last too long. */
export const waiting: ReadonlySet<DraftStatus> = new Set([
  'check-failed',
  'awaiting-confirmation',
  'awaiting-review',
  'changes-requested',
]);

/** After so many wrong codes only a new check, with a new code, helps. */
export const wrongCodeLimit = 5;

export function submitSettings(state: LifecycleState, { actor, at, payload }: Command<'submitSettings'>): Outcome {
  if (state.entitlement === 'locked') return refused('FEATURE_LOCKED');
  if (payload.revision !== state.lastRevision) return refused('STALE_REVISION');
  if (state.draft && inProgress.has(state.draft.status)) return refused('DRAFT_IN_PROGRESS');
  const settings = normalizeSettings(payload.settings);
  if (settingsFaults(settings).length > 0) return refused('SETTINGS_INVALID');
  const { keepsPasswordOf } = payload;
  if (keepsPasswordOf !== undefined && revisionWithPasswordFor(state, settings)?.number !== keepsPasswordOf) {
    return refused('PASSWORD_REQUIRED');
  }
  const number = state.lastRevision + 1;
  const { credentialId } = payload;
  const draft: Draft = {
    status: 'checking',
    revision: { number, settings, credentialId, submittedBy: actor, submittedAt: at },
    run: 1,
    check: null,
    wrongCodes: 0,
    since: at,
    reviewDueAt: null,
    claim: null,
    decision: null,
    plan: null,
    called: 'none',
    approvals: [],
    appealUntil: null,
    appeal: null,
  };
  return accepted(state, { draft, lastRevision: number }, [
    { kind: 'adopt-credential', credentialId },
    ...shredding(openCredential(state.draft)),
    { kind: 'check-draft', revision: number, run: 1 },
  ]);
}

export function recheck(state: LifecycleState, { at, payload }: Command<'recheck'>): Outcome {
  const { draft } = state;
  if (state.entitlement === 'locked') return refused('FEATURE_LOCKED');
  if (!draft) return refused('NO_DRAFT');
  if (draft.revision.number !== payload.revision) return refused('STALE_REVISION');
  if (draft.status === 'checking') return refused('CHECK_RUNNING');
  if (!recheckable.has(draft.status)) return refused('NO_DRAFT');
  const run = draft.run + 1;
  return accepted(state, { draft: { ...draft, status: 'checking', run, check: null, wrongCodes: 0, since: at } }, [
    { kind: 'check-draft', revision: payload.revision, run },
  ]);
}

export function checkFinished(state: LifecycleState, { at, payload }: Fact<'checkFinished'>): Outcome {
  const { draft } = state;
  if (draft?.status !== 'checking' || draft.revision.number !== payload.revision || draft.run !== payload.run) {
    return ignored;
  }
  const usable = payload.summary.verdict === 'pass' || payload.summary.verdict === 'warn';
  const status = usable ? 'awaiting-confirmation' : 'check-failed';
  return accepted(state, { draft: { ...draft, status, check: payload.summary, since: at } });
}

/** Why a code may not be compared at all right now; undefined when it may. */
export function confirmationObstacle(state: LifecycleState, revision: number) {
  const { draft } = state;
  if (state.entitlement === 'locked') return 'FEATURE_LOCKED';
  if (draft && draft.revision.number !== revision) return 'STALE_REVISION';
  if (draft?.status !== 'awaiting-confirmation') return 'NOT_AWAITING_CONFIRMATION';
  return draft.wrongCodes >= wrongCodeLimit ? 'CONFIRMATION_ATTEMPTS_EXCEEDED' : undefined;
}

/** Whether this revision's test mail is confirmed already: by itself, say, while somebody still typed the code. */
export function isConfirmed({ entitlement, draft }: LifecycleState, revision: number): boolean {
  return entitlement === 'unlocked' && draft?.status === 'awaiting-review' && draft.revision.number === revision;
}

export function confirmTestMail(state: LifecycleState, { at, payload }: Command<'confirmTestMail'>): Outcome {
  const obstacle = confirmationObstacle(state, payload.revision);
  return obstacle ? refused(obstacle) : toReview(state, payload.plan ?? null, at);
}

export function wrongCodeTyped(state: LifecycleState, { payload }: Fact<'wrongCodeTyped'>): Outcome {
  const { draft } = state;
  if (!draft || confirmationObstacle(state, payload.revision)) return ignored;
  return accepted(state, { draft: { ...draft, wrongCodes: draft.wrongCodes + 1 } });
}

export function testMailReturned(state: LifecycleState, { at, payload }: Fact<'testMailReturned'>): Outcome {
  const { draft } = state;
  const expected = draft?.status === 'awaiting-confirmation' && draft.run === payload.run;
  return expected && draft.revision.number === payload.revision ? toReview(state, payload.plan ?? null, at) : ignored;
}

export function withdraw(state: LifecycleState, { at, payload }: Command<'withdraw'>): Outcome {
  const { draft } = state;
  if (state.entitlement === 'locked') return refused('FEATURE_LOCKED');
  if (!draft) return refused('NO_DRAFT');
  if (draft.revision.number !== payload.revision) return refused('STALE_REVISION');
  return withdrawable.has(draft.status) ? endDraft(state, draft, 'withdrawn', at) : refused('NO_DRAFT');
}

export function waitExpired(state: LifecycleState, { at, payload }: Fact<'waitExpired'>): Outcome {
  const { draft } = state;
  if (!draft || draft.revision.number !== payload.revision || !waiting.has(draft.status)) return ignored;
  return endDraft(state, draft, 'expired', at);
}

/** Ends a draft: it stays visible; its password stays only while the customer may still answer a rejection. */
export function endDraft(
  state: LifecycleState,
  draft: Draft,
  status: 'withdrawn' | 'expired' | 'rejected',
  at: string,
  appealUntil: string | null = null,
): Outcome {
  const ended: Draft = { ...draft, status, since: at, claim: null, reviewDueAt: null, approvals: [], appealUntil };
  return accepted(state, { draft: ended }, appealUntil === null ? shredding(openCredential(draft)) : []);
}

/** The credential of a draft whose password has not been destroyed yet. */
export function openCredential(draft: Draft | null): string | undefined {
  const isKept = draft !== null && (withdrawable.has(draft.status) || draft.appealUntil !== null);
  return isKept ? draft.revision.credentialId : undefined;
}

/**
 * The revision whose password may be kept for these normalised settings: the draft's, while it has one, else the live one's,
 * where nothing but the sender's name differs; null where the password has to be entered again (credential binding).
 */
export function revisionWithPasswordFor(
  { draft, live }: LifecycleState,
  settings: MailServerSettings,
): Revision | null {
  const drafted = openCredential(draft) === undefined ? null : (draft?.revision ?? null);
  const kept = [drafted, live?.revision ?? null].filter((revision) => revision !== null);
  return kept.find((revision) => isSameDestination(revision.settings, settings)) ?? null;
}

function toReview(state: LifecycleState, plan: ReviewPlan | null, at: string): Outcome {
  const { draft } = state;
  return draft ? accepted(state, { draft: awaitingReview(draft, plan, at) }) : ignored;
}
