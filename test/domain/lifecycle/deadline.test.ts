import fc from 'fast-check';

import { nextDeadline } from '../../../domain/lifecycle/deadline';
import type { LifecycleState } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { after, command, monday, people, plan, rejection, terms, way } from '../../support/lifecycle-builders';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const unwatched = { healthCheckMs: 0, healthRetryMs: 0, healthFailures: 3, certificateWarningDays: [] };
const times = {
  ...unwatched,
  draftExpiryMs: 30 * dayMs,
  confirmationExpiryMs: 7 * dayMs,
  contractWarningDays: [1, 30, 7, 14],
};

const inReview = after([...way.awaitingConfirmation, command('confirmTestMail', people.admin, { revision: 1, plan })]);

/** Everything that the clock brings about until it brings nothing more, as days since Monday. */
function calendarOf(start: LifecycleState): [string, number][] {
  const happened: [string, number][] = [];
  let state = start;
  for (let deadline = nextDeadline(state, times); deadline; deadline = nextDeadline(state, times)) {
    const at = new Date(deadline.at).toISOString();
    const outcome = transition(state, { ...deadline.fact, actor: { kind: 'system', part: 'timer' }, at });
    if (outcome.kind !== 'accepted') throw new Error(`${deadline.fact.type} comes for ever`);
    state = outcome.state;
    happened.push([deadline.fact.type, (deadline.at - Date.parse(monday)) / dayMs]);
  }
  return happened;
}

it('a review that nobody decides is reminded, escalated, and expires', () => {
  expect(calendarOf(inReview)).toEqual([
    ['reviewReminderDue', 1],
    ['reviewEscalated', 2],
    ['waitExpired', 30],
  ]);
});

it('a rejection that nobody answers lapses; nothing else waits', () => {
  const appealUntil = new Date(Date.parse(monday) + 14 * dayMs).toISOString();
  const rejected = after(
    [command('decide', people.reviewer, { revision: 1, decision: rejection, appealUntil })],
    inReview,
  );
  expect(calendarOf(rejected)).toEqual([['appealLapsed', 14]]);
});

it('a contract warns thirty, fourteen, seven and one days before its end, but not of days that are past already', () => {
  const endingIn = (days: number) => {
    const endsAt = new Date(Date.parse(monday) + days * dayMs).toISOString();
    return calendarOf(after([command('changeTerms', people.sales, { ...terms, endsAt })], after(way.live)));
  };
  expect(endingIn(100)).toEqual([
    ['contractEnding', 70],
    ['contractEnding', 86],
    ['contractEnding', 93],
    ['contractEnding', 99],
    ['contractEnded', 100],
  ]);
  expect(endingIn(3)).toEqual([
    ['contractEnding', 2],
    ['contractEnded', 3],
  ]);
});

it('nothing waits where nobody has anything to do', () => {
  for (const events of [way.registered, way.unlocked, way.checking, way.live]) {
    expect(nextDeadline(after(events), times)).toBeNull();
  }
});

it('no deadline comes earlier than its time, when events were noted by a clock that is off by up to an hour', () => {
  fc.assert(
    fc.property(fc.integer({ min: -hourMs, max: hourMs }), (offMs) => {
      const noted = new Date(Date.parse(monday) + offMs).toISOString();
      const waiting = after(
        [command('confirmTestMail', people.admin, { revision: 1, plan }, noted)],
        after(way.awaitingConfirmation),
      );
      const expiry = nextDeadline({ ...waiting, draft: { ...waiting.draft!, called: 'escalated' } }, times);
      expect(expiry?.at).toBe(Date.parse(noted) + 30 * dayMs);
      // A claim that is noted before or after the draft's own moment still ends when it says.
      const claimed = after([command('claimReview', people.reviewer, { revision: 1 }, monday)], waiting);
      expect(Date.parse(claimed.draft!.claim!.expiresAt) - Date.parse(monday)).toBe(plan.claimMs);
    }),
  );
});
