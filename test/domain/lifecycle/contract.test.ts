import { statusesOf, type LifecycleState } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { after, command, fact, people, terms, way } from '../../support/lifecycle-builders';

const endsAt = '2026-12-31T23:00:00.000Z';
const timed = command('changeTerms', people.sales, { ...terms, endsAt });

function outcome(state: LifecycleState, event: Parameters<typeof transition>[1]): string {
  const result = transition(state, event);
  return result.kind === 'refused' ? result.error : result.kind;
}

it('keeps what sales agreed, with who and when', () => {
  const unlocked = after([
    ...way.registered,
    command('unlock', people.sales, { note: 'pilot', contractReference: 'C-7', endsAt, secondApprover: true }),
  ]);
  expect(unlocked.terms).toMatchObject({
    note: 'pilot',
    contractReference: 'C-7',
    endsAt,
    secondApprover: true,
    by: people.sales,
    warnedDays: null,
  });
});

it('refuses terms that are over before they begin', () => {
  const past = { ...terms, endsAt: '2026-11-23T09:00:00.000Z' };
  expect(outcome(after(way.registered), command('unlock', people.sales, past))).toBe('TERMS_INVALID');
  expect(outcome(after(way.live), command('changeTerms', people.sales, past))).toBe('TERMS_INVALID');
});

it('lets sales alone change the terms, while drafts and the live server go on', () => {
  expect(outcome(after(way.live), command('changeTerms', people.admin, terms))).toBe('FORBIDDEN');
  expect(outcome(after(way.registered), timed)).toBe('FEATURE_LOCKED');
  const renewed = after([timed], after(way.live));
  expect(statusesOf(renewed)).toEqual({ entitlement: 'unlocked', draft: 'none', live: 'active' });
  expect(renewed.terms?.endsAt).toBe(endsAt);
});

it('warns with ever fewer days, each once, and anew when the end was moved', () => {
  const warned = after([timed, fact('contractEnding', { daysLeft: 14, endsAt })], after(way.live));
  expect(warned.terms?.warnedDays).toBe(14);
  for (const daysLeft of [30, 14]) {
    expect(outcome(warned, fact('contractEnding', { daysLeft, endsAt }))).toBe('ignored');
  }
  expect(outcome(warned, fact('contractEnding', { daysLeft: 7, endsAt }))).toBe('accepted');
  const moved = after([command('changeTerms', people.sales, { ...terms, endsAt: '2027-12-31T23:00:00.000Z' })], warned);
  expect(moved.terms?.warnedDays).toBeNull();
  expect(outcome(moved, fact('contractEnding', { daysLeft: 7, endsAt }))).toBe('ignored');
});

it('locks itself at the end as if sales had revoked it, but not at an end that was moved', () => {
  const ended = after([timed, fact('contractEnded', { endsAt })], after(way.live));
  expect(statusesOf(ended)).toEqual({ entitlement: 'locked', draft: 'none', live: 'none' });
  expect(ended.tasks).toContainEqual({ kind: 'shred-credentials', credentialIds: ['credential-1'] });
  expect(ended.terms).toBeNull();
  const unlimited = after([timed, command('changeTerms', people.sales, terms)], after(way.live));
  expect(outcome(unlimited, fact('contractEnded', { endsAt }))).toBe('ignored');
});
