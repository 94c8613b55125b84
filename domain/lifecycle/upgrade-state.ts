import { passwordAuthentication } from '../authentication';
import { publicTrust } from '../server-trust';
import { formerClaimMs } from './review-start';
import {
  initialState,
  type Draft,
  type LifecycleState,
  type LiveServer,
  type ReviewClaim,
  type Revision,
} from './state';

/**
 * A state as today's rules know it, from one that an earlier version wrote: what did not exist then gets the value that
 * means that nothing of the kind has happened. Today's states come back as they are.
 */
export function upgradeState(state: LifecycleState): LifecycleState {
  const { draft, live } = state;
  return {
    ...initialState(state.organizationId),
    ...state,
    draft: draft && upgradeDraft(draft),
    live: live && upgradeLive(live),
  };
}

function upgradeDraft(draft: Draft): Draft {
  const absent = { plan: null, called: 'none', approvals: [], appealUntil: null, appeal: null } as const;
  const revision = upgradeRevision(draft.revision);
  return { ...absent, ...draft, revision, claim: draft.claim && upgradeClaim(draft.claim) };
}

/** `firstMailAt` of a server from before it was noted: it counts as proven since its activation. */
function upgradeLive(live: LiveServer): LiveServer {
  const absent = { firstMailAt: live.activatedAt, lastRotation: null, previous: null, approvals: [live.decision] };
  return { ...absent, ...live, revision: upgradeRevision(live.revision) };
}

/** Before there was a choice, servers were logged in to with a password, and public authorities were trusted. */
function upgradeRevision(revision: Revision): Revision {
  const former = { authentication: passwordAuthentication, trust: publicTrust };
  return { ...revision, settings: { ...former, ...revision.settings } };
}

function upgradeClaim(claim: ReviewClaim): ReviewClaim {
  const former = { expiresAt: new Date(Date.parse(claim.at) + formerClaimMs).toISOString() };
  return { ...former, ...claim };
}
