import type { z } from 'zod';

import type { Identity } from '../../activities/ports/access-token-verifier';
import type { Role } from '../../domain/actor';
import { checkReportId } from '../../domain/check-report';
import { healthOf } from '../../domain/lifecycle/health';
import { nextToAct } from '../../domain/lifecycle/display';
import { approvalsNeeded } from '../../domain/lifecycle/review-rules';
import type {
  Appeal,
  Draft,
  LifecycleState,
  LiveServer,
  RecordedDecision,
  ReviewClaim,
  Revision,
  Terms,
} from '../../domain/lifecycle/state';
import { suspendedMail, type SuspendedMail } from '../../domain/lifecycle/suspended-mail-rules';
import type { mailServer } from '../schemas/mail-server';
import { actorView } from './actor-view';
import { trustedCertificatesView } from './trusted-certificates-view';

type MailServerView = z.input<typeof mailServer>;

/** Whether somebody in these roles may read what is not meant for the customer. */
export function seesInternals(roles: readonly Role[]): boolean {
  return roles.includes('reviewer') || roles.includes('ops');
}

/** The lifecycle of one organization as this viewer may see it. */
export function mailServerView(state: LifecycleState, viewer: Identity, roles: readonly Role[]): MailServerView {
  const views = new PartViews(viewer, seesInternals(roles));
  return {
    organizationId: state.organizationId,
    version: state.version,
    entitlement: state.entitlement,
    revision: state.lastRevision,
    preferences: state.preferences,
    terms: state.terms && views.terms(state.terms, seesTerms(roles)),
    draft: state.draft && views.draft(state.draft, approvalsNeeded(state, state.draft)),
    live: state.live && views.live(state.live, suspendedMail(state)),
    nextToAct: nextToAct(state),
  };
}

export function claimView(claim: ReviewClaim | null, viewer: Identity) {
  return claim && { by: actorView(claim.by, viewer), at: claim.at, expiresAt: claim.expiresAt };
}

/** The customer's side of a decision, and the reviewers' where internals are shown. */
export function decisionView(
  { internalNote, checklist, fields, ...decision }: RecordedDecision,
  viewer: Identity,
  internals: boolean,
) {
  const shown = { ...decision, fields: [...fields], by: actorView(decision.by, viewer) };
  return internals ? { ...shown, internalNote, checklist: [...checklist] } : shown;
}

export function appealView(appeal: Appeal | null, viewer: Identity) {
  return appeal && { comment: appeal.comment, at: appeal.at, by: actorView(appeal.by, viewer) };
}

function seesTerms(roles: readonly Role[]): boolean {
  return seesInternals(roles) || roles.includes('sales');
}

function healthView(live: LiveServer): NonNullable<MailServerView['live']>['health'] {
  const { run, isChecking, lastCheckAt, lastCheck, failures } = healthOf(live);
  const lastRun = isChecking || live.resumption ? run - 1 : run;
  const reportId = lastRun > 0 ? checkReportId('health', live.revision.number, lastRun) : null;
  return { lastCheckAt, lastVerdict: lastCheck?.verdict ?? null, failures, reportId };
}

class PartViews {
  readonly #viewer: Identity;
  readonly #internals: boolean;

  constructor(viewer: Identity, internals: boolean) {
    this.#viewer = viewer;
    this.#internals = internals;
  }

  terms({ note, contractReference, endsAt, secondApprover }: Terms, seesNote: boolean): MailServerView['terms'] {
    const shown = { contractReference, endsAt, secondApprover };
    return seesNote ? { ...shown, note } : shown;
  }

  draft(draft: Draft, needed: number): NonNullable<MailServerView['draft']> {
    const { status, run, check, wrongCodes, since, reviewDueAt, appealUntil, approvals } = draft;
    return {
      appealUntil,
      approvals: approvals.length,
      approvalsNeeded: needed,
      appeal: appealView(draft.appeal, this.#viewer),
      status,
      run,
      check,
      wrongCodes,
      since,
      reviewDueAt,
      revision: this.#revision(draft.revision),
      claim: claimView(draft.claim, this.#viewer),
      decision: draft.decision && this.#decision(draft.decision),
    };
  }

  live(live: LiveServer, waiting: SuspendedMail | null): NonNullable<MailServerView['live']> {
    const { status, activatedAt, certificateExpiresAt, suspension, rotation, lastRotation, firstMailAt } = live;
    const { resumption = null, lastResumption = null } = live;
    return {
      firstMailAt,
      previousRevision: live.previous?.revision.number ?? null,
      lastRotation: lastRotation && { ...lastRotation, by: actorView(lastRotation.by, this.#viewer) },
      resumption: resumption && { ...resumption, by: actorView(resumption.by, this.#viewer) },
      lastResumption: lastResumption && { ...lastResumption, by: actorView(lastResumption.by, this.#viewer) },
      status,
      activatedAt,
      certificateExpiresAt,
      refusals: live.refusals ?? null,
      suspendedMail: waiting,
      sendingTrouble: live.sendingTrouble ?? null,
      health: healthView(live),
      revision: this.#revision(live.revision),
      decision: this.#decision(live.decision),
      suspension: suspension && { ...suspension, by: actorView(suspension.by, this.#viewer) },
      rotation: rotation && { run: rotation.run, by: actorView(rotation.by, this.#viewer), at: rotation.at },
    };
  }

  #revision({ number, settings, submittedBy, submittedAt }: Revision) {
    const trustedCertificates = trustedCertificatesView(settings.trust);
    return { number, settings, trustedCertificates, submittedBy: actorView(submittedBy, this.#viewer), submittedAt };
  }

  #decision(decision: RecordedDecision) {
    return decisionView(decision, this.#viewer, this.#internals);
  }
}
