import type { SuspendedMailAction } from '../suspended-mail';
import { waitingPolicy } from '../suspended-mail';
import type { Fact } from './events';
import { accepted, ignored, type Outcome } from './outcome';
import type { LifecycleState, LiveServer, MailPreferences, Suspension } from './state';

const hourMs = 60 * 60 * 1000;

/** What the mail of a suspended server is meant to do: now, and from when on something else. */
export interface SuspendedMail {
  readonly action: SuspendedMailAction;
  /** What was chosen takes the place of waiting then; null where it is in force, or where mail just waits. */
  readonly next: { readonly action: SuspendedMailAction; readonly at: string } | null;
}

/** Null while the server is not suspended. */
export function suspendedMail({ live, preferences }: LifecycleState): SuspendedMail | null {
  if (!live?.suspension) return null;
  const { action, afterHours } = preferences.whileSuspended ?? waitingPolicy;
  if (action === 'wait' || live.suspension.mailPolicySince) return { action, next: null };
  const at = new Date(Date.parse(stoppedAt(live.suspension)) + afterHours * hourMs).toISOString();
  return { action: 'wait', next: { action, at } };
}

/** The suspension has lasted as long as the organization lets its mail wait. */
export function suspensionLasted(state: LifecycleState, { at, payload }: Fact<'suspensionLasted'>): Outcome {
  const { live } = state;
  if (!live?.suspension || live.revision.number !== payload.revision) return ignored;
  if (suspendedMail(state)?.next?.action !== payload.action) return ignored;
  const suspension: Suspension = { ...live.suspension, mailPolicySince: at };
  return accepted(state, { live: { ...live, suspension } }, [{ kind: 'wake-dispatcher' }]);
}

/** A suspension that takes over another one goes on counting: nothing has been sent in between. */
export function takingOver(live: LiveServer): Pick<Suspension, 'stoppedAt' | 'mailPolicySince'> {
  if (!live.suspension) return {};
  const { mailPolicySince } = live.suspension;
  return { stoppedAt: stoppedAt(live.suspension), ...(mailPolicySince === undefined ? {} : { mailPolicySince }) };
}

/** The server after a change of preferences: another choice about its mail comes into force by its own time. */
export function underPreferences(live: LiveServer | null, before: MailPreferences, now: MailPreferences) {
  const [old = waitingPolicy, chosen = waitingPolicy] = [before.whileSuspended, now.whileSuspended];
  const isSame = old.action === chosen.action && old.afterHours === chosen.afterHours;
  if (!live?.suspension || isSame) return live;
  const { mailPolicySince: _former, ...suspension } = live.suspension;
  return { ...live, suspension };
}

function stoppedAt(suspension: Suspension): string {
  return suspension.stoppedAt ?? suspension.beneath?.at ?? suspension.at;
}
