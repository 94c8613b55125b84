import type { Command, Fact } from '../../domain/lifecycle/events';
import {
  approval,
  command,
  fact,
  failedAtAuth,
  passed,
  people,
  person,
  plan,
  rejection,
  settings,
  way,
} from './lifecycle-builders';

const now = (): string => new Date().toISOString();
const soon = (): string => new Date(Date.now() + 86_400_000).toISOString();

const reviewed = [
  command('submitSettings', people.admin, { revision: 1, settings, credentialId: 'credential-2' }),
  fact('checkFinished', { revision: 2, run: 1, summary: { ...passed, reportId: 'draft-2-1' } }),
  command('confirmTestMail', people.admin, { revision: 2, plan }),
  command('decide', people.reviewer, { revision: 2, decision: { ...approval, reportId: 'draft-2-1' } }),
];

/** Every place where an organization can stand, by the events that lead there. */
export const organizationStages = {
  registered: () => way.registered,
  unlocked: () => way.unlocked,
  checking: () => way.checking,
  'check-failed': () => [...way.checking, fact('checkFinished', { revision: 1, run: 1, summary: failedAtAuth })],
  confirming: () => way.awaitingConfirmation,
  reviewing: () => way.awaitingReview,
  claimed: () => [
    ...way.awaitingConfirmation,
    command('confirmTestMail', people.admin, { revision: 1, plan }),
    command('claimReview', person('the-reviewer', 'reviewer'), { revision: 1 }, now()),
  ],
  'changes-requested': () => [
    ...way.awaitingReview,
    command('decide', people.reviewer, { revision: 1, decision: { ...rejection, verdict: 'request-changes' } }),
  ],
  rejected: () => [
    ...way.awaitingReview,
    command('decide', people.reviewer, { revision: 1, decision: rejection, appealUntil: soon() }),
  ],
  withdrawn: () => [...way.awaitingReview, command('withdraw', people.admin, { revision: 1 })],
  live: () => way.live,
  /** Live, and told of its events at an address of its own. */
  informed: () => [
    ...way.live,
    command('setWebhookEndpoint', people.ops, { url: 'https://hooks.customer.example/mail', credentialId: 'secret-1' }),
  ],
  replaced: () => [...way.live, ...reviewed],
  paused: () => [...way.live, command('pause', people.admin, { reason: 'Maintenance' })],
  suspended: () => [...way.live, command('suspend', people.ops, { reason: 'Complaints' })],
  revoked: () => [...way.live, command('revoke', people.sales, { reason: 'The contract has ended' })],
  closed: () => [...way.live, command('closeOrganization', people.sales, { reason: 'The customer leaves' })],
} as const satisfies Record<string, () => readonly (Command | Fact)[]>;

export type Stage = keyof typeof organizationStages;

export const stageNames = Object.keys(organizationStages).filter((name): name is Stage => name in organizationStages);
