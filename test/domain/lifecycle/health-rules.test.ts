import fc from 'fast-check';

import { nextDeadline, type WaitingTimes } from '../../../domain/lifecycle/deadline';
import { nextHealthCheck, unchecked } from '../../../domain/lifecycle/health';
import type { CheckSummary, LifecycleState } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { after, command, fact, monday, passed, people, way } from '../../support/lifecycle-builders';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const times: WaitingTimes = {
  draftExpiryMs: 30 * dayMs,
  confirmationExpiryMs: 7 * dayMs,
  contractWarningDays: [],
  healthCheckMs: dayMs,
  healthRetryMs: hourMs,
  healthFailures: 3,
  certificateWarningDays: [1, 30, 7, 14],
};

const live = after(way.live);
const refusedLogin: CheckSummary = { ...passed, verdict: 'fail', failingStage: 'auth', failingCode: 'AUTH_REFUSED' };
const wrongCertificate: CheckSummary = {
  ...passed,
  verdict: 'fail',
  failingStage: 'tls',
  failingCode: 'TLS_CERTIFICATE_WRONG_NAME',
  certificateExpiresAt: null,
};
const silence: CheckSummary = {
  ...passed,
  verdict: 'inconclusive',
  failingStage: 'connect',
  certificateExpiresAt: null,
};

/** The state after a check of the live server that found this. */
function checked(
  state: LifecycleState,
  summary: CheckSummary,
  credentialId = 'credential-1',
  at = monday,
): LifecycleState {
  const due = after([fact('healthCheckDue', { revision: 1 }, at)], state);
  const run = due.live?.health?.run ?? 0;
  return after([fact('healthChecked', { revision: 1, run, credentialId, summary, failureLimit: 3 }, at)], due);
}

const times3 = (state: LifecycleState, summary: CheckSummary): LifecycleState =>
  [1, 2, 3].reduce((current) => (current.live?.status === 'active' ? checked(current, summary) : current), state);

describe('the watch over a live server', () => {
  it('asks for a check without a mail, one at a time', () => {
    const due = after([fact('healthCheckDue', { revision: 1 })], live);
    expect(due.tasks.at(-1)).toEqual({ kind: 'check-health', revision: 1, run: 1, credentialId: 'credential-1' });
    expect(transition(due, fact('healthCheckDue', { revision: 1 })).kind).toBe('ignored');
    expect(nextDeadline(due, times)?.fact.type).toBe('certificateExpiring');
  });

  it('suspends after three refused logins in a row, with the code of the trouble, and not before', () => {
    const twice = checked(checked(live, refusedLogin), refusedLogin);
    expect(twice.live).toMatchObject({ status: 'active', health: { failures: 2 } });
    expect(checked(twice, refusedLogin).live).toMatchObject({
      status: 'suspended',
      suspension: { cause: 'health', reason: 'AUTH_REFUSED' },
    });
  });

  it('forgets failures when a check passes', () => {
    const mended = checked(checked(checked(live, refusedLogin), refusedLogin), passed);
    expect(mended.live?.health?.failures).toBe(0);
    expect(checked(mended, refusedLogin).live?.status).toBe('active');
  });

  it('never suspends for trouble that may pass by itself, and does not count it as mended either', () => {
    const once = checked(live, refusedLogin);
    const patient = Array.from({ length: 50 }).reduce<LifecycleState>((state) => checked(state, silence), once);
    expect(patient.live).toMatchObject({ status: 'active', health: { failures: 1, run: 51 } });
  });

  it('stops at once at a certificate that does not verify', () => {
    expect(checked(live, wrongCertificate).live).toMatchObject({
      status: 'suspended',
      suspension: { reason: 'TLS_CERTIFICATE_WRONG_NAME' },
    });
  });

  it('takes a renewed certificate for a fact', () => {
    const renewed = checked(live, { ...passed, certificateExpiresAt: '2028-01-01T00:00:00.000Z' });
    expect(renewed.live).toMatchObject({ status: 'active', certificateExpiresAt: '2028-01-01T00:00:00.000Z' });
  });

  it('holds nothing against a password that was replaced while it was tried', () => {
    expect(checked(live, refusedLogin, 'credential-0').live).toMatchObject({
      status: 'active',
      health: { failures: 0 },
    });
  });

  it('leaves a suspension by ops as it is', () => {
    const due = after([fact('healthCheckDue', { revision: 1 })], live);
    const suspended = after([command('suspend', people.ops, { reason: 'abuse' })], due);
    const result = { revision: 1, run: 1, credentialId: 'credential-1', summary: wrongCertificate, failureLimit: 1 };
    const { live: after1 } = after([fact('healthChecked', result)], suspended);
    expect(after1).toMatchObject({ suspension: { cause: 'ops' }, health: { isChecking: false } });
    expect(nextDeadline({ ...suspended, live: after1 }, { ...times, certificateWarningDays: [] })).toBeNull();
  });

  it('begins anew with a server that was suspended and resumed', () => {
    const suspended = times3(live, refusedLogin);
    const asked = after([command('resume', people.ops, { note: null })], suspended);
    const run = asked.live?.resumption?.run ?? 0;
    const resumed = after([fact('resumeChecked', { revision: 1, run, summary: passed })], asked);
    expect(resumed.live).toMatchObject({ status: 'active', health: { failures: 0 } });
  });
});

describe('the time of the next check', () => {
  it('is a day away, an hour after a failure, a tenth earlier or later, and always the same', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (organizationId) => {
        const wait = nextHealthCheck(organizationId, live.live!, times) - Date.parse(monday);
        expect(Math.abs(wait - dayMs)).toBeLessThanOrEqual(dayMs / 10);
        expect(nextHealthCheck(organizationId, live.live!, times) - Date.parse(monday)).toBe(wait);
        const failed = checked(live, refusedLogin).live!;
        const soon = nextHealthCheck(organizationId, failed, times) - Date.parse(monday);
        expect(Math.abs(soon - hourMs)).toBeLessThanOrEqual(hourMs / 10);
      }),
    );
  });

  it.each([false, true])('is spread over thousands of servers: %j', (isEvenlySpread) => {
    const moments = Array.from({ length: 2_000 }, (_value, index) =>
      nextHealthCheck(`org-${index}`, live.live!, { ...times, isEvenlySpread }),
    );
    const minutes = new Map<number, number>();
    for (const at of moments) minutes.set(Math.floor(at / 60_000), (minutes.get(Math.floor(at / 60_000)) ?? 0) + 1);
    expect(minutes.size).toBeGreaterThan(250);
    expect(Math.max(...minutes.values())).toBeLessThan(30);
  });

  it('makes two hundred checks of two hundred days, whichever organization and from whichever on', () => {
    const even = { ...times, isEvenlySpread: true };
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(1_000_000), (organizationId, first) => {
        const waits = Array.from({ length: 200 }, (_value, index) => {
          const health = { ...unchecked, run: first + index };
          return nextHealthCheck(organizationId, { ...live.live!, health }, even) - Date.parse(monday);
        });
        for (const wait of waits) expect(Math.abs(wait - dayMs)).toBeLessThanOrEqual(dayMs / 10);
        const together = waits.reduce((sum, wait) => sum + wait, 0);
        expect(Math.abs(together - 200 * dayMs)).toBeLessThan(dayMs / 2);
      }),
    );
  });
});

describe('the countdown of a certificate', () => {
  const until = (days: number): string => new Date(Date.parse(monday) + days * dayMs).toISOString();
  const only = { ...times, healthCheckMs: 365 * dayMs };

  function warnings(start: LifecycleState): number[] {
    const days: number[] = [];
    let state = start;
    for (let next = nextDeadline(state, only); next?.fact.type === 'certificateExpiring';) {
      const at = new Date(next.at).toISOString();
      state = after([{ ...next.fact, actor: { kind: 'system', part: 'timer' }, at }], state);
      days.push(next.fact.payload.daysLeft);
      next = nextDeadline(state, only);
    }
    return days;
  }

  it('warns thirty, fourteen, seven and one day before, each once', () => {
    expect(warnings(checked(live, { ...passed, certificateExpiresAt: until(90) }))).toEqual([30, 14, 7, 1]);
  });

  it('warns once of what had passed when the certificate became known', () => {
    expect(warnings(checked(live, { ...passed, certificateExpiresAt: until(5) }))).toEqual([7, 1]);
  });

  it('begins anew with a renewed certificate', () => {
    const soon = checked(live, { ...passed, certificateExpiresAt: until(20) });
    const warned = after([fact('certificateExpiring', { revision: 1, daysLeft: 30, expiresAt: until(20) })], soon);
    expect(warnings(checked(warned, { ...passed, certificateExpiresAt: until(400) }))).toEqual([30]);
  });

  it('does not warn of a certificate that is not in use any more', () => {
    const soon = checked(live, { ...passed, certificateExpiresAt: until(20) });
    const late = fact('certificateExpiring', { revision: 1, daysLeft: 7, expiresAt: until(3) });
    expect(transition(soon, late).kind).toBe('ignored');
  });
});
