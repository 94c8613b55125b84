import fc from 'fast-check';

import { nextDeadline } from '../../../domain/lifecycle/deadline';
import { defaultLifecyclePolicy } from '../../../domain/lifecycle/lifecycle-policy';
import type { LifecycleEvent } from '../../../domain/lifecycle/events';
import type { LifecycleState } from '../../../domain/lifecycle/state';
import { suspendedMail } from '../../../domain/lifecycle/suspended-mail-rules';
import { transition } from '../../../domain/lifecycle/transition';
import { mailCategories } from '../../../domain/mail-message';
import { routeFor } from '../../../domain/mail-routing';
import { suspendedMailActions, type SuspendedMailPolicy } from '../../../domain/suspended-mail';
import { after, command, fact, monday, people, way } from '../../support/lifecycle-builders';

const hourMs = 60 * 60 * 1000;
const atHour = (hour: number): string => new Date(Date.parse(monday) + hour * hourMs).toISOString();

const choose = (whileSuspended?: SuspendedMailPolicy, hour = 0): LifecycleEvent => {
  const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false } as const;
  const chosen = whileSuspended ? { ...preferences, whileSuspended } : preferences;
  return command('setPreferences', people.admin, { preferences: chosen }, atHour(hour));
};
const suspend = (hour = 0) => command('suspend', people.ops, { reason: 'abuse' }, atHour(hour));
const pause = (hour = 0) => command('pause', people.admin, { reason: 'maintenance' }, atHour(hour));
const lasted = (action: 'platform' | 'fail', hour: number) =>
  fact('suspensionLasted', { revision: 1, action }, atHour(hour));
const platform = (afterHours: number): SuspendedMailPolicy => ({ action: 'platform', afterHours });

const times = { ...defaultLifecyclePolicy, healthCheckMs: 0 };
const live = after(way.live);

function isIgnored(state: LifecycleState, event: LifecycleEvent): boolean {
  return transition(state, event).kind === 'ignored';
}

describe('the mail of a suspended server', () => {
  it('waits where nothing was chosen, and no clock runs', () => {
    for (const state of [
      after([suspend()], live),
      after([choose({ action: 'wait', afterHours: 5 }), suspend()], live),
    ]) {
      expect(suspendedMail(state)).toEqual({ action: 'wait', next: null });
      expect(nextDeadline(state, times)).toBeNull();
    }
    expect(suspendedMail(live)).toBeNull();
  });

  it('waits for so many hours, then does what was chosen, and the dispatcher is woken', () => {
    const suspended = after([choose(platform(4)), suspend()], live);
    expect(suspendedMail(suspended)).toEqual({ action: 'wait', next: { action: 'platform', at: atHour(4) } });
    const deadline = nextDeadline(suspended, times);
    expect(deadline).toMatchObject({ at: Date.parse(atHour(4)), fact: { type: 'suspensionLasted' } });
    const due = after([lasted('platform', 4)], { ...suspended, tasks: [] });
    expect(suspendedMail(due)).toEqual({ action: 'platform', next: null });
    expect(due.tasks).toEqual([{ kind: 'wake-dispatcher' }]);
    expect(nextDeadline(due, times)).toBeNull();
  });

  it('is not moved by a clock that rings for something else, twice, or too late', () => {
    const suspended = after([choose(platform(4)), suspend()], live);
    expect(isIgnored(suspended, lasted('fail', 4))).toBe(true);
    expect(isIgnored(suspended, fact('suspensionLasted', { revision: 2, action: 'platform' }))).toBe(true);
    expect(isIgnored(after([lasted('platform', 4)], suspended), lasted('platform', 5))).toBe(true);
    expect(isIgnored(live, lasted('platform', 4))).toBe(true);
  });

  it('goes on counting where operations take over a pause, and where they give it back', () => {
    const covered = after([choose(platform(4)), pause(0), suspend(3)], live);
    expect(suspendedMail(covered)?.next?.at).toBe(atHour(4));
    const due = after([lasted('platform', 4)], covered);
    const back = after([command('resume', people.ops, { note: null }, atHour(6))], due);
    expect(back.live?.suspension).toMatchObject({ cause: 'customer' });
    expect(suspendedMail(back)).toEqual({ action: 'platform', next: null });
  });

  it('counts anew with the next suspension', () => {
    const due = after([choose(platform(4)), pause(0), lasted('platform', 4)], live);
    const again = after([command('continue', people.admin, { note: null }, atHour(5)), suspend(10)], due);
    expect(suspendedMail(again)).toEqual({ action: 'wait', next: { action: 'platform', at: atHour(14) } });
  });

  it('follows another choice by its own time, and keeps to the same one', () => {
    const due = after([choose(platform(1)), suspend(), lasted('platform', 1)], live);
    expect(suspendedMail(after([choose(platform(1), 2)], due))).toEqual({ action: 'platform', next: null });
    const fail = after([choose({ action: 'fail', afterHours: 8 }, 2)], due);
    expect(suspendedMail(fail)).toEqual({ action: 'wait', next: { action: 'fail', at: atHour(8) } });
    expect(suspendedMail(after([choose(undefined, 2)], due))).toEqual({ action: 'wait', next: null });
  });

  it('leaves by exactly one way, or none, whatever the server does and whatever was chosen', () => {
    const status = fc.constantFrom('none', 'active', 'suspended');
    fc.assert(
      fc.property(status, fc.constantFrom(...suspendedMailActions), (liveStatus, whileSuspended) => {
        const server = { liveStatus, whileSuspended, isClosed: false };
        const route = routeFor('transactional', server);
        expect(route === 'customer').toBe(liveStatus === 'active');
        if (liveStatus === 'suspended') expect(route).toBe(whileSuspended);
        for (const category of ['informational', 'marketing', 'notice'] as const) {
          expect(routeFor(category, server)).toBe('platform');
        }
        const closed = { ...server, isClosed: true };
        for (const category of mailCategories) expect(routeFor(category, closed)).toBe('cancel');
        expect(routeFor('notice', closed)).toBe('platform');
      }),
    );
  });
});
