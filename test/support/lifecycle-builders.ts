import type { PersonActor, Role } from '../../domain/actor';
import type {
  Command,
  CommandName,
  CommandPayloads,
  Fact,
  FactName,
  FactPayloads,
} from '../../domain/lifecycle/events';
import type { CheckSummary, Decision, LifecycleState } from '../../domain/lifecycle/state';
import { initialState } from '../../domain/lifecycle/state';
import { transition } from '../../domain/lifecycle/transition';
import { passwordAuthentication } from '../../domain/authentication';
import type { MailServerSettings } from '../../domain/mail-server-settings';
import { publicTrust } from '../../domain/server-trust';
import { checklistItems } from '../../domain/review/checklist';
import type { ReviewPlan } from '../../domain/review/review-plan';

export const monday = '2026-11-23T09:00:00.000Z';

export function person(subject: string, ...roles: Role[]): PersonActor {
  return { kind: 'person', subject, roles, email: `${subject}@people.example` };
}

export const people = {
  sales: person('sally', 'sales'),
  admin: person('anna', 'org-admin'),
  reviewer: person('rita', 'reviewer'),
  secondReviewer: person('rolf', 'reviewer'),
  ops: person('otto', 'ops'),
  sender: person('product-backend', 'sender'),
  /** Admin of the organization and reviewer at once: the one whom rule 10 is about. */
  dual: person('dora', 'org-admin', 'reviewer'),
};

export const settings: MailServerSettings = {
  host: 'mail.customer.example',
  port: 587,
  security: 'starttls',
  user: 'mailer@customer.example',
  authentication: passwordAuthentication,
  trust: publicTrust,
  senderAddress: 'contracts@customer.example',
  senderName: 'Customer, Inc.',
};

export const profile = { name: 'Customer', adminAddress: 'admin@customer.example', locale: 'en' as const };

export const passed: CheckSummary = {
  reportId: 'draft-1-1',
  verdict: 'pass',
  failingStage: null,
  certificateExpiresAt: '2027-06-01T00:00:00.000Z',
};

export const failedAtAuth: CheckSummary = { ...passed, verdict: 'fail', failingStage: 'auth' };

export const approval: Decision = {
  verdict: 'approve',
  reportId: 'draft-1-1',
  checklist: checklistItems,
  reason: '',
  internalNote: null,
  fields: [],
};
export const changeRequest: Decision = {
  ...approval,
  verdict: 'request-changes',
  reason: 'The sender is not yours',
  internalNote: null,
  fields: ['senderAddress'],
};
export const rejection: Decision = { ...changeRequest, verdict: 'reject' };

export function command<Name extends CommandName>(
  type: Name,
  actor: PersonActor,
  payload: CommandPayloads[Name],
  at = monday,
): Command {
  return { type, actor, at, payload } as unknown as Command;
}

export function fact<Name extends FactName>(type: Name, payload: FactPayloads[Name], at = monday): Fact {
  return { type, actor: { kind: 'system', part: 'check' }, at, payload } as unknown as Fact;
}

export const terms = { note: null, contractReference: 'C-1', endsAt: null, secondApprover: false };

/** A review that is due on Tuesday, escalated on Wednesday, and that one person decides. */
export const plan: ReviewPlan = {
  dueAt: '2026-11-24T09:00:00.000Z',
  remindAt: '2026-11-24T09:00:00.000Z',
  escalateAt: '2026-11-25T09:00:00.000Z',
  claimMs: 8 * 60 * 60 * 1000,
  approvalsNeeded: 1,
  risks: [],
};

/** The state after these events; each must be accepted. */
export function after(
  events: readonly (Command | Fact)[],
  from: LifecycleState = initialState('acme'),
): LifecycleState {
  return events.reduce((state, event) => {
    const outcome = transition(state, event);
    if (outcome.kind !== 'accepted') throw new Error(`${event.type} was not accepted: ${JSON.stringify(outcome)}`);
    return outcome.state;
  }, from);
}

const submission = { revision: 0, settings, credentialId: 'credential-1' };

export const way = {
  registered: [command('register', people.sender, { profile })],
  unlocked: [command('register', people.sender, { profile }), command('unlock', people.sales, terms)],
  get checking() {
    return [...way.unlocked, command('submitSettings', people.admin, submission)];
  },
  get awaitingConfirmation() {
    return [...way.checking, fact('checkFinished', { revision: 1, run: 1, summary: passed })];
  },
  get awaitingReview() {
    return [...way.awaitingConfirmation, command('confirmTestMail', people.admin, { revision: 1 })];
  },
  get live() {
    return [...way.awaitingReview, command('decide', people.reviewer, { revision: 1, decision: approval })];
  },
};
