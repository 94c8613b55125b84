import { initialState, type LifecycleState } from '../../../domain/lifecycle/state';
import { upgradeState } from '../../../domain/lifecycle/upgrade-state';
import { after, command, people, way } from '../../support/lifecycle-builders';

/** The value without these members, wherever they stand: a state as versions wrote it that did not know them. */
function without(value: unknown, members: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, members));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !members.includes(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, without(member, members)]));
}

const newMembers = [
  'terms',
  'approvedDomains',
  'plan',
  'called',
  'approvals',
  'appealUntil',
  'appeal',
  'expiresAt',
  'firstMailAt',
  'lastRotation',
  'previous',
  'authentication',
  'trust',
];
const claimed = after([...way.awaitingReview, command('claimReview', people.reviewer, { revision: 1 })]);

it.each([
  ['nothing yet', initialState('acme')],
  ['a claimed review', claimed],
  ['a live server', after(way.live)],
])('leaves today’s states as they are: %s', (_what, state) => {
  expect(upgradeState(state)).toEqual(state);
});

it('gives a former state the members of today', () => {
  const former = without(claimed, newMembers) as LifecycleState;
  const upgraded = upgradeState(former);
  expect(upgraded.draft).toMatchObject({ plan: null, called: 'none', approvals: [], appeal: null, appealUntil: null });
  expect(upgraded.draft?.claim?.expiresAt).toBe('2026-11-24T09:00:00.000Z');
  expect(upgraded.draft?.revision.settings).toMatchObject({
    authentication: { method: 'password' },
    trust: { kind: 'public' },
  });
  expect(upgraded).toMatchObject({ terms: null, approvedDomains: [] });
});

it('takes a server that was live before as one that has proven itself', () => {
  const former = without(after(way.live), newMembers) as LifecycleState;
  const { live } = upgradeState(former);
  expect(live).toMatchObject({ firstMailAt: live?.activatedAt, previous: null, lastRotation: null });
  expect(live?.approvals).toEqual([live?.decision]);
});
