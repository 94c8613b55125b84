import type { CheckCode } from '../check-report';
import type { Fact } from './events';
import { healthOf } from './health';
import { suspendFor } from './live-rules';
import { accepted, ignored, type Outcome } from './outcome';
import type { LifecycleState, LiveServer } from './state';

/** Trouble behind the login, which a check of a live server never comes to, because it sends no mail. */
const behindTheLogin: ReadonlySet<string> = new Set<CheckCode>([
  'SENDER_REFUSED',
  'RECIPIENT_REFUSED',
  'RELAY_REFUSED',
  'TEST_MAIL_REFUSED',
  'TEST_MAIL_SEND_AS_REFUSED',
]);

/**
 * The dispatcher met something that the customer has to mend. It counts together with the checks, so that what both see
 * suspends sooner; failures close to each other are one, for many mails may meet the same trouble.
 */
export function sendingFailed(state: LifecycleState, { actor, at, payload }: Fact<'sendingFailed'>): Outcome {
  const { live } = state;
  if (live?.status !== 'active' || !isAbout(live, payload)) return ignored;
  const { code, failureLimit = 1, spacingMs = 0 } = payload;
  const known = live.sendingTrouble;
  if (known && Date.parse(at) - Date.parse(known.at) < spacingMs) return ignored;
  const failures = (known?.failures ?? 0) + 1;
  const troubled: LiveServer = { ...live, sendingTrouble: { code, failures, since: known?.since ?? at, at } };
  if (failures + healthOf(live).failures >= failureLimit) return suspendFor(state, troubled, 'health', code, actor, at);
  return accepted(state, { live: troubled });
}

/** A mail has left after failures: none of them counts any more. */
export function sendingWorks(state: LifecycleState, { payload }: Fact<'sendingWorks'>): Outcome {
  const { live } = state;
  if (live?.status !== 'active' || !isAbout(live, payload) || !live.sendingTrouble) return ignored;
  return accepted(state, { live: { ...live, sendingTrouble: null } });
}

/** The server after a check that it passed: trouble that the check would have met is over. */
export function withoutMetTrouble(live: LiveServer): LiveServer {
  const isOver = live.sendingTrouble && !behindTheLogin.has(live.sendingTrouble.code);
  return isOver ? { ...live, sendingTrouble: null } : live;
}

/** Trouble with an old password says nothing about its successor. */
function isAbout(
  { revision }: LiveServer,
  used: { readonly revision: number; readonly credentialId: string },
): boolean {
  return revision.number === used.revision && revision.credentialId === used.credentialId;
}
