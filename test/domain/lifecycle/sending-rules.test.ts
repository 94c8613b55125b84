import fc from 'fast-check';

import { nextHealthCheck } from '../../../domain/lifecycle/health';
import { defaultLifecyclePolicy } from '../../../domain/lifecycle/lifecycle-policy';
import type { LifecycleEvent } from '../../../domain/lifecycle/events';
import type { LifecycleState } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { after, command, fact, failedAtAuth, monday, passed, people, way } from '../../support/lifecycle-builders';

const live = after(way.live);
const minuteMs = 60 * 1000;
const failureLimit = 3;
const spacingMs = 5 * minuteMs;

const atMinute = (minute: number): string => new Date(Date.parse(monday) + minute * minuteMs).toISOString();
const failed = (minute: number, code = 'AUTH_REFUSED', credentialId = 'credential-1') =>
  fact('sendingFailed', { revision: 1, credentialId, code, failureLimit, spacingMs }, atMinute(minute));
const works = (credentialId = 'credential-1') => fact('sendingWorks', { revision: 1, credentialId });
const check = (minute: number, summary = passed): LifecycleEvent[] => [
  fact('healthCheckDue', { revision: 1 }, atMinute(minute)),
  fact('healthChecked', { revision: 1, run: 1, credentialId: 'credential-1', summary, failureLimit }, atMinute(minute)),
];

function isIgnored(state: LifecycleState, event: LifecycleEvent): boolean {
  return transition(state, event).kind === 'ignored';
}

describe('trouble that the dispatcher meets', () => {
  it('suspends at the third time in a row, and says what the customer has to mend', () => {
    const troubled = after([failed(0), failed(7)], live);
    expect(troubled.live).toMatchObject({
      status: 'active',
      sendingTrouble: { code: 'AUTH_REFUSED', failures: 2, since: atMinute(0), at: atMinute(7) },
    });
    expect(after([failed(20)], troubled).live).toMatchObject({
      status: 'suspended',
      suspension: { cause: 'health', reason: 'AUTH_REFUSED' },
    });
  });

  it('counts once where many mails meet it within minutes', () => {
    const troubled = after([failed(0)], live);
    expect([0, 1, 4.9].every((minute) => isIgnored(troubled, failed(minute)))).toBe(true);
    expect(after([failed(5)], troubled).live?.sendingTrouble?.failures).toBe(2);
  });

  it('is forgotten as soon as a mail leaves', () => {
    const again = after([failed(0), failed(7), works(), failed(20)], live);
    expect(again.live).toMatchObject({ status: 'active', sendingTrouble: { failures: 1, since: atMinute(20) } });
    expect(isIgnored(live, works())).toBe(true);
    expect(isIgnored(after([failed(0)], live), works('credential-0'))).toBe(true);
  });

  it('counts together with the checks, which come at once to look', () => {
    const troubled = after([failed(0)], live);
    const due = nextHealthCheck('acme', troubled.live!, defaultLifecyclePolicy) - Date.parse(monday);
    expect(due).toBeLessThan(70 * minuteMs);
    const both = after([...check(1, failedAtAuth), failed(7)], troubled);
    expect(both.live?.suspension).toMatchObject({ cause: 'health', reason: 'AUTH_REFUSED' });
  });

  it('is over when a check passes that would have met it, and stays where no check comes to it', () => {
    expect(after([failed(0), ...check(1)], live).live?.sendingTrouble).toBeNull();
    const refused = after([failed(0, 'SENDER_REFUSED'), ...check(1), failed(7, 'SENDER_REFUSED')], live);
    expect(refused.live?.sendingTrouble?.failures).toBe(2);
    expect(after([failed(20, 'SENDER_REFUSED')], refused).live?.status).toBe('suspended');
  });

  it('says nothing about a password that replaced the one in trouble, and is over with its change', () => {
    const rotated = after(
      [
        failed(0),
        command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-2' }),
        fact('rotationChecked', { revision: 1, run: 1, summary: passed }),
      ],
      live,
    );
    expect(rotated.live?.sendingTrouble).toBeNull();
    expect(isIgnored(rotated, failed(7))).toBe(true);
  });

  it('never suspends before its number, in whatever order things happen', () => {
    const event = fc.constantFrom('failed', 'works', 'checked');
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let state = live;
        let inARow = 0;
        for (const [index, name] of events.entries()) {
          if (state.live?.status !== 'active') break;
          if (name === 'failed') inARow += 1;
          else inARow = 0;
          const run = (state.live.health?.run ?? 0) + 1;
          const checked = { revision: 1, run, credentialId: 'credential-1', summary: passed, failureLimit };
          const steps = {
            failed: [failed(index * 10)],
            works: [works()],
            checked: [fact('healthCheckDue', { revision: 1 }), fact('healthChecked', checked)],
          };
          for (const step of steps[name]) {
            const outcome = transition(state, step);
            if (outcome.kind === 'accepted') ({ state } = outcome);
          }
          expect(state.live?.status).toBe(inARow >= failureLimit ? 'suspended' : 'active');
        }
      }),
    );
  });
});
