import type { z } from 'zod';

import type { Identity } from '../../activities/ports/access-token-verifier';
import type { ReviewVisit } from '../../activities/ports/review-presence';
import { approvalsNeeded, decisionObstacle } from '../../domain/lifecycle/review-rules';
import type { Draft, LifecycleState, Locale } from '../../domain/lifecycle/state';
import { requiredItems } from '../../domain/review/checklist';
import { readyReasons } from '../../domain/review/ready-reasons';
import { settingsDifference } from '../../domain/review/settings-difference';
import { reviewTexts } from '../../domain/texts/review-texts';
import { actorOf } from '../commands';
import type { readyReasonList, review, reviewItem, reviewViewers } from '../schemas/review';
import { actorView } from './actor-view';
import { trustedCertificatesView } from './trusted-certificates-view';
import { appealView, claimView, decisionView } from './mail-server-view';

/** A draft in review as the queue shows it. */
export function reviewItemView(state: LifecycleState, draft: Draft, viewer: Identity): z.input<typeof reviewItem> {
  const { host, senderAddress } = draft.revision.settings;
  return {
    ...outlineOf(state, draft, viewer),
    host,
    senderAddress,
    risks: draft.plan?.risks.map(({ code }) => code) ?? [],
    approvals: draft.approvals.length,
    isAppeal: draft.appeal !== null,
  };
}

/** Everything that a reviewer needs for a decision, but for the report itself. */
export function reviewView(
  state: LifecycleState,
  draft: Draft,
  viewer: Identity,
  { locale, now }: { locale: Locale; now: string },
): z.input<typeof review> {
  const { settings } = draft.revision;
  const risks = draft.plan?.risks ?? [];
  const texts = reviewTexts(locale);
  const customerLocale = state.profile?.locale ?? locale;
  const items = requiredItems({ risks, replacesLive: state.live !== null });
  return {
    ...outlineOf(state, draft, viewer),
    settings,
    trustedCertificates: trustedCertificatesView(settings.trust),
    locale,
    changes: settingsDifference(state.live?.revision.settings ?? null, settings),
    risks: risks.map((risk) => ({ ...risk, ...texts.risks[risk.code] })),
    checklist: items.map((item) => ({ item, text: texts.checklist[item] })),
    approvals: draft.approvals.map((approval) => decisionView(approval, viewer, true)),
    lastDecision: draft.decision && decisionView(draft.decision, viewer, true),
    appeal: appealView(draft.appeal, viewer),
    customerLocale,
    readyReasons: readyReasonViews(customerLocale),
    obstacle: decisionObstacle(state, actorOf(viewer), draft.revision.number, now),
  };
}

export function readyReasonViews(locale: Locale): z.input<typeof readyReasonList>['items'] {
  const { reasons } = reviewTexts(locale);
  return readyReasons.map(({ id, verdict, fields }) => ({ id, verdict, fields: [...fields], text: reasons[id] }));
}

/** Somebody else in front of a review. */
export function reviewVisitView(
  { viewer: { name, ...who }, since }: ReviewVisit,
  viewer: Identity,
): z.input<typeof reviewViewers>['others'][number] {
  const person = { kind: 'person' as const, ...who, ...(name === null ? {} : { name }) };
  return { by: actorView(person, viewer), since };
}

function outlineOf(state: LifecycleState, draft: Draft, viewer: Identity) {
  const { revision, check } = draft;
  return {
    organizationId: state.organizationId,
    organizationName: state.profile?.name ?? null,
    revision: revision.number,
    verdict: check?.verdict ?? null,
    reportId: check?.reportId ?? null,
    submittedBy: actorView(revision.submittedBy, viewer),
    submittedAt: revision.submittedAt,
    since: draft.since,
    dueAt: draft.reviewDueAt,
    called: draft.called,
    claim: claimView(draft.claim, viewer),
    approvalsNeeded: approvalsNeeded(state, draft),
  };
}
