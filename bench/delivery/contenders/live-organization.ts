import type { PersonActor, Role } from '../../../domain/actor';
import type { LifecycleEvent } from '../../../domain/lifecycle/events';
import { initialState, type LifecycleState } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import type { MailServerSettings } from '../../../domain/mail-server-settings';
import { checklistItems } from '../../../domain/review/checklist';

/** What its live server is made of. */
export interface LiveServerFacts {
  readonly organizationId: string;
  readonly settings: MailServerSettings;
  readonly credentialId: string;
}

/** The lifecycle of an organization that has come all the way to its own mail server, by the rules of the domain. */
export function liveOrganization(facts: LiveServerFacts): LifecycleState {
  const at = new Date().toISOString();
  const state = eventsUntilLive(facts, at).reduce(afterEvent, initialState(facts.organizationId));
  return { ...state, tasks: [] };
}

/** The lifecycle of an organization whose draft has passed its check and awaits a review. */
export function organizationInReview(facts: LiveServerFacts): LifecycleState {
  const at = new Date().toISOString();
  const events = eventsUntilLive(facts, at).filter(({ type }) => type !== 'decide' && type !== 'firstMailSent');
  return { ...events.reduce(afterEvent, initialState(facts.organizationId)), tasks: [] };
}

function eventsUntilLive({ organizationId, settings, credentialId }: LiveServerFacts, at: string): LifecycleEvent[] {
  const profile = { name: organizationId, adminAddress: `admin@${organizationId}.example`, locale: 'en' } as const;
  const summary = { reportId: 'bench', verdict: 'pass', failingStage: null, certificateExpiresAt: null } as const;
  const seen = { reportId: summary.reportId, checklist: checklistItems } as const;
  const decision = { ...seen, verdict: 'approve', reason: '', internalNote: null, fields: [] } as const;
  const sales = person('sales');
  const admin = person('org-admin');
  return [
    { type: 'register', actor: sales, at, payload: { profile } },
    { type: 'unlock', actor: sales, at, payload: { note: null, contractReference: 'bench' } },
    { type: 'submitSettings', actor: admin, at, payload: { revision: 0, settings, credentialId } },
    { type: 'checkFinished', actor: { kind: 'system', part: 'check' }, at, payload: { revision: 1, run: 1, summary } },
    { type: 'confirmTestMail', actor: admin, at, payload: { revision: 1 } },
    { type: 'decide', actor: person('reviewer'), at, payload: { revision: 1, decision } },
    { type: 'firstMailSent', actor: { kind: 'system', part: 'delivery' }, at, payload: { revision: 1 } },
  ];
}

function afterEvent(state: LifecycleState, event: LifecycleEvent): LifecycleState {
  const outcome = transition(state, event);
  if (outcome.kind !== 'accepted') throw new Error(`The lifecycle did not accept ${event.type}`);
  return outcome.state;
}

function person(role: Role): PersonActor {
  return { kind: 'person', subject: `bench-${role}`, roles: [role] };
}
