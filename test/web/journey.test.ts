import { draftStatuses } from '../../domain/lifecycle/state';
import { journeyOf, journeySteps, nextStepOf, type Journey } from '../../web/admin/overview/journey';
import { loginAddress } from '../../web/app/login-address';
import { sectionsFor } from '../../web/app/sections';

type Given = Parameters<typeof journeyOf>[0];
type Draft = NonNullable<Given['draft']>;

type Live = NonNullable<Given['live']>;
type Cause = NonNullable<Live['suspension']>['cause'];

function draftIn(status: Draft['status'] | null, changes: Partial<Draft> = {}): Draft | null {
  return status === null ? null : ({ status, reviewDueAt: null, appealUntil: null, ...changes } as Draft);
}

function journey(status: Draft['status'] | null, isLive = false, nextToAct: Given['nextToAct'] = null): Journey {
  const live = isLive ? ({ status: 'active', suspension: null } as Live) : null;
  return journeyOf({ draft: draftIn(status), live, nextToAct });
}

function suspendedBy(cause: Cause): Live {
  return { status: 'suspended', suspension: { cause } } as Live;
}

function stepsOf({ steps }: Journey): Record<string, string> {
  return Object.fromEntries(steps.map(({ step, state }) => [step, state]));
}

describe('the way to an own server', () => {
  it('begins with the settings, once the feature is unlocked', () => {
    const way = journey(null, false, 'org-admin');
    expect(stepsOf(way)).toMatchObject({ unlocked: 'done', settings: 'current', check: 'upcoming' });
    expect(way.turn).toBe('you');
  });

  it.each([
    ['checking', 'check', 'current'],
    ['check-failed', 'check', 'trouble'],
    ['awaiting-confirmation', 'test-mail', 'current'],
    ['awaiting-review', 'review', 'current'],
    ['changes-requested', 'settings', 'trouble'],
    ['rejected', 'review', 'trouble'],
    ['withdrawn', 'settings', 'current'],
    ['expired', 'settings', 'trouble'],
  ] as const)('stands at the step that a draft in %s waits for: %s', (status, step, state) => {
    expect(stepsOf(journey(status))[step]).toBe(state);
  });

  it('is over when a server is live and nothing else is on its way', () => {
    const way = journey(null, true);
    expect(new Set(way.steps.map(({ state }) => state))).toEqual(new Set(['done']));
    expect(way.turn).toBe('nobody');
    expect(stepsOf(journey('withdrawn', true))['live']).toBe('done');
  });

  it('says whose turn it is', () => {
    expect(journey('awaiting-review', false, 'reviewer').turn).toBe('us');
    expect(journey('awaiting-confirmation', false, 'org-admin').turn).toBe('you');
    expect(journey('checking').turn).toBe('nobody');
    expect(journey('rejected').turn).toBe('you');
  });

  it.each([
    ['customer', 'you'],
    ['health', 'you'],
    ['ops', 'us'],
  ] as const)('says who has to act where %s has suspended the server: %s', (cause, turn) => {
    expect(journeyOf({ draft: null, live: suspendedBy(cause), nextToAct: null }).turn).toBe(turn);
  });

  it('says what happens next, and until when where somebody is bound to a date', () => {
    const at = '2026-12-01T12:00:00.000Z';
    const active = { status: 'active', suspension: null } as Live;
    const waiting = draftIn('awaiting-review', { reviewDueAt: at });
    const rejected = draftIn('rejected', { appealUntil: at });
    expect(nextStepOf({ draft: null, live: null })).toEqual({ step: 'none', until: null });
    expect(nextStepOf({ draft: waiting, live: null })).toEqual({ step: 'awaiting-review', until: at });
    expect(nextStepOf({ draft: rejected, live: null })).toEqual({ step: 'rejected', until: at });
    expect(nextStepOf({ draft: rejected, live: active })).toEqual({ step: 'rejected', until: at });
    expect(journeyOf({ draft: rejected, live: active, nextToAct: null }).turn).toBe('you');
    expect(nextStepOf({ draft: draftIn('rejected'), live: active })).toEqual({ step: 'live', until: null });
    expect(nextStepOf({ draft: null, live: suspendedBy('health') })).toEqual({ step: 'suspended', until: null });
    expect(nextStepOf({ draft: draftIn('checking'), live: active })).toEqual({ step: 'checking', until: null });
  });

  it('has every step exactly once, at most one of them open, whatever the state', () => {
    for (const status of draftStatuses.filter((each) => each !== 'none')) {
      for (const isLive of [false, true]) {
        const { steps } = journey(status, isLive);
        expect(steps.map(({ step }) => step)).toEqual([...journeySteps]);
        const open = steps.filter(({ state }) => state === 'current' || state === 'trouble');
        expect(open.length).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('the way back after a login', () => {
  it('leads to the very place, without what an earlier login left in the address', () => {
    const address = loginAddress({ pathname: '/mail-server/a', search: '?state=held&login=LOGIN_REFUSED', hash: '#x' });
    expect(new URL(address, 'https://here.example').searchParams.get('returnTo')).toBe('/mail-server/a?state=held#x');
  });
});

describe('the navigation', () => {
  it('offers an admin the views of each of their organizations, and nobody what is not theirs', () => {
    const sections = sectionsFor({ roles: ['org-admin'], organizations: ['a', 'b c'] });
    expect(sections.map(({ organizationId }) => organizationId)).toEqual(['a', 'b c']);
    expect(sections[1]?.links[0]?.to).toBe('/mail-server/b%20c');
    expect(sectionsFor({ roles: ['org-admin'], organizations: null })).toEqual([]);
    expect(sectionsFor({ roles: [], organizations: ['a'] })).toEqual([]);
  });
});
