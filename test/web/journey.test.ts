import { draftStatuses } from '../../domain/lifecycle/state';
import { journeyOf, journeySteps, type Journey } from '../../web/admin/overview/journey';
import { loginAddress } from '../../web/app/login-address';
import { sectionsFor } from '../../web/app/sections';

type Given = Parameters<typeof journeyOf>[0];
type Draft = NonNullable<Given['draft']>;

function journey(status: Draft['status'] | null, isLive = false, nextToAct: Given['nextToAct'] = null): Journey {
  const draft = status === null ? null : ({ status } as Draft);
  const live = isLive ? ({ status: 'active' } as NonNullable<Given['live']>) : null;
  return journeyOf({ draft, live, nextToAct });
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
