import { waiting } from './draft-rules';
import type { FactName, FactPayloads } from './events';
import { healthOf, nextHealthCheck, type HealthWatch } from './health';
import type { LifecycleState } from './state';
import { suspendedMail } from './suspended-mail-rules';

/** How long a lifecycle waits for people, in milliseconds, and when it warns, in days. */
export interface WaitingTimes extends HealthWatch {
  readonly draftExpiryMs: number;
  readonly confirmationExpiryMs: number;
  /** Days before the end of the contract, in any order. */
  readonly contractWarningDays: readonly number[];
}

/** Facts that come about by the clock alone. */
type TimedFactName =
  | 'waitExpired'
  | 'reviewReminderDue'
  | 'reviewEscalated'
  | 'appealLapsed'
  | 'contractEnding'
  | 'contractEnded'
  | 'healthCheckDue'
  | 'suspensionLasted'
  | 'certificateExpiring';

/** A fact as the clock will bring it about, without who and when. */
export type TimedFact = {
  [Name in TimedFactName & FactName]: { readonly type: Name; readonly payload: FactPayloads[Name] };
}[TimedFactName];

/** What comes about by itself at a moment (milliseconds since the epoch) unless the state changes before. */
export interface Deadline {
  readonly at: number;
  /** Names the wait in the Temporal UI. */
  readonly summary: string;
  readonly fact: TimedFact;
}

type DeadlineSource = (state: LifecycleState, times: WaitingTimes) => Deadline | null;

const sources: readonly DeadlineSource[] = [
  draftExpiry,
  reviewReminder,
  reviewEscalation,
  appealWindow,
  contractWarning,
  contractEnd,
  healthCheck,
  certificateWarning,
  suspendedMailPolicy,
];
const dayMs = 24 * 60 * 60 * 1000;

/** The next of everything that the present state waits for; null when it waits for nothing. */
export function nextDeadline(state: LifecycleState, times: WaitingTimes): Deadline | null {
  const deadlines = sources.map((source) => source(state, times)).filter((deadline) => deadline !== null);
  return deadlines.toSorted((one, other) => one.at - other.at)[0] ?? null;
}

function draftExpiry({ draft }: LifecycleState, times: WaitingTimes): Deadline | null {
  if (!draft || !waiting.has(draft.status)) return null;
  const allowed = draft.status === 'awaiting-confirmation' ? times.confirmationExpiryMs : times.draftExpiryMs;
  const fact = { type: 'waitExpired', payload: { revision: draft.revision.number } } as const;
  return { at: Date.parse(draft.since) + allowed, summary: `Until the draft expires (${draft.status})`, fact };
}

function reviewReminder({ draft }: LifecycleState): Deadline | null {
  const remindAt = draft?.status === 'awaiting-review' && draft.called === 'none' ? draft.plan?.remindAt : null;
  if (!draft || !remindAt) return null;
  const fact = { type: 'reviewReminderDue', payload: { revision: draft.revision.number } } as const;
  return { at: Date.parse(remindAt), summary: 'Until reviewers are reminded', fact };
}

function reviewEscalation({ draft }: LifecycleState): Deadline | null {
  const isOpen = draft?.status === 'awaiting-review' && draft.called !== 'escalated';
  const escalateAt = isOpen ? draft.plan?.escalateAt : null;
  if (!draft || !escalateAt) return null;
  const fact = { type: 'reviewEscalated', payload: { revision: draft.revision.number } } as const;
  return { at: Date.parse(escalateAt), summary: 'Until the review is escalated', fact };
}

function appealWindow({ draft }: LifecycleState): Deadline | null {
  if (draft?.status !== 'rejected' || draft.appealUntil === null) return null;
  const fact = { type: 'appealLapsed', payload: { revision: draft.revision.number } } as const;
  return { at: Date.parse(draft.appealUntil), summary: 'Until the rejection can no longer be answered', fact };
}

/** The next warning that was not given yet; none whose day had passed when the terms were set. */
function contractWarning({ terms }: LifecycleState, { contractWarningDays }: WaitingTimes): Deadline | null {
  if (!terms?.endsAt) return null;
  const { endsAt, warnedDays, at } = terms;
  const momentOf = (days: number): number => Date.parse(endsAt) - days * dayMs;
  const open = contractWarningDays.filter((days) => days < (warnedDays ?? Infinity) && momentOf(days) > Date.parse(at));
  if (open.length === 0) return null;
  const daysLeft = Math.max(...open);
  const fact = { type: 'contractEnding', payload: { daysLeft, endsAt } } as const;
  return { at: momentOf(daysLeft), summary: `Until the contract ends in ${daysLeft} days`, fact };
}

function contractEnd({ terms }: LifecycleState): Deadline | null {
  if (!terms?.endsAt) return null;
  const { endsAt } = terms;
  return {
    at: Date.parse(endsAt),
    summary: 'Until the contract ends',
    fact: { type: 'contractEnded', payload: { endsAt } },
  };
}

function healthCheck({ organizationId, live }: LifecycleState, times: WaitingTimes): Deadline | null {
  if (times.healthCheckMs === 0 || live?.status !== 'active' || healthOf(live).isChecking) return null;
  const fact = { type: 'healthCheckDue', payload: { revision: live.revision.number } } as const;
  return { at: nextHealthCheck(organizationId, live, times), summary: 'Until the live server is checked', fact };
}

/** The most urgent of the warnings whose day has come when the certificate became known, else the next one to come. */
function certificateWarning({ live }: LifecycleState, times: WaitingTimes): Deadline | null {
  if (times.healthCheckMs === 0 || !live?.certificateExpiresAt) return null;
  const { certificateExpiresAt: expiresAt } = live;
  const { warnedDays, lastCheckAt } = healthOf(live);
  const momentOf = (days: number): number => Date.parse(expiresAt) - days * dayMs;
  const knownSince = Date.parse(lastCheckAt ?? live.activatedAt);
  const open = times.certificateWarningDays.filter((days) => days < (warnedDays ?? Infinity));
  if (open.length === 0) return null;
  const passed = open.filter((days) => momentOf(days) <= knownSince);
  const daysLeft = passed.length > 0 ? Math.min(...passed) : Math.max(...open);
  const payload = { revision: live.revision.number, daysLeft, expiresAt };
  const summary = `Until the certificate expires in ${daysLeft} days`;
  return { at: momentOf(daysLeft), summary, fact: { type: 'certificateExpiring', payload } };
}

function suspendedMailPolicy(state: LifecycleState): Deadline | null {
  const next = suspendedMail(state)?.next;
  if (!state.live || !next) return null;
  const payload = { revision: state.live.revision.number, action: next.action };
  const fact = { type: 'suspensionLasted', payload } as const;
  return { at: Date.parse(next.at), summary: `Until waiting mail is due for: ${next.action}`, fact };
}
