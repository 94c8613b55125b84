import type { LifecycleEvent } from '../../../domain/lifecycle/events';
import type { LifecycleState } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { after, command, fact, failedAtAuth, passed, people, way } from '../../support/lifecycle-builders';

function answer(state: LifecycleState, event: LifecycleEvent): string {
  const outcome = transition(state, event);
  return outcome.kind === 'refused' ? outcome.error : outcome.kind;
}

const suspend = command('suspend', people.ops, { reason: 'abuse' });
const resume = (withoutCheck = false) => command('resume', people.ops, { note: 'mended', withoutCheck });
const found = (summary = passed, run = 1, revision = 1) => fact('resumeChecked', { revision, run, summary });
const rotate = command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-2' });

const suspended = after([...way.live, suspend]);
const asked = after([resume()], suspended);

describe('a suspended server that operations resume', () => {
  it('is checked first, and stays suspended meanwhile', () => {
    expect(asked.live).toMatchObject({ status: 'suspended', resumption: { run: 1, by: { subject: 'otto' } } });
    expect(asked.tasks).toContainEqual({ kind: 'check-resume', revision: 1, run: 1 });
    expect(answer(asked, resume())).toBe('CHECK_RUNNING');
  });

  it.each(['pass', 'warn'] as const)('sends again when the check says %s, and waiting mail is woken', (verdict) => {
    const again = after([found({ ...passed, verdict })], { ...asked, tasks: [] });
    expect(again.live).toMatchObject({
      status: 'active',
      suspension: null,
      resumption: null,
      lastResumption: { run: 1, check: { verdict } },
      health: { failures: 0, lastCheck: { verdict } },
    });
    expect(again.tasks).toEqual([{ kind: 'wake-dispatcher' }]);
  });

  it.each(['fail', 'inconclusive'] as const)(
    'stays suspended when the check says %s, and can be asked again',
    (verdict) => {
      const refused = after([found({ ...failedAtAuth, verdict })], { ...asked, tasks: [] });
      expect(refused.live).toMatchObject({
        status: 'suspended',
        suspension: { cause: 'ops', reason: 'abuse' },
        resumption: null,
        lastResumption: { check: { verdict, failingStage: 'auth' } },
      });
      expect(refused.tasks).toEqual([]);
      expect(after([resume()], refused).live?.resumption).toMatchObject({ run: 2 });
    },
  );

  it('ignores the result of a check that nobody waits for', () => {
    expect(answer(suspended, found())).toBe('ignored');
    expect(answer(asked, found(passed, 2))).toBe('ignored');
    expect(answer(asked, found(passed, 1, 2))).toBe('ignored');
    expect(answer(after([command('revoke', people.sales, { reason: 'over' })], asked), found())).toBe('ignored');
  });

  it('sends again at once where operations do without the check, also while one is running', () => {
    for (const state of [suspended, asked]) {
      expect(after([resume(true)], state).live).toMatchObject({ status: 'active', suspension: null, resumption: null });
    }
    expect(answer(after([resume(true)], asked), found(failedAtAuth))).toBe('ignored');
  });

  it('stays suspended when operations suspend it anew while it is checked', () => {
    const anew = after([command('suspend', people.ops, { reason: 'again' })], asked);
    expect(anew.live).toMatchObject({ suspension: { reason: 'again' }, resumption: null });
    expect(answer(anew, found())).toBe('ignored');
    expect(answer(anew, command('suspend', people.ops, { reason: 'twice' }))).toBe('LIVE_SERVER_NOT_ACTIVE');
  });

  it('sends again when a new password passes the same stages while it is checked', () => {
    const swapped = after([rotate, fact('rotationChecked', { revision: 1, run: 1, summary: passed })], asked);
    expect(swapped.live).toMatchObject({ status: 'active', resumption: null });
    const kept = after([rotate, fact('rotationChecked', { revision: 1, run: 1, summary: failedAtAuth })], asked);
    expect(kept.live).toMatchObject({ status: 'suspended', resumption: { run: 1 } });
  });

  it('is not checked where the customer’s own pause comes back: nothing is sent then', () => {
    const covered = after([...way.live, command('pause', people.admin, { reason: 'maintenance' }), suspend]);
    const lifted = after([resume()], { ...covered, tasks: [] });
    expect(lifted.live).toMatchObject({ suspension: { cause: 'customer' } });
    expect(lifted.tasks).toEqual([]);
  });

  it('notes a renewed certificate that the check has seen', () => {
    const renewed = { ...passed, certificateExpiresAt: '2029-01-01T00:00:00.000Z' };
    expect(after([found(renewed)], asked).live?.certificateExpiresAt).toBe('2029-01-01T00:00:00.000Z');
  });
});
