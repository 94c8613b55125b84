import type { LifecycleEvent } from '../../../domain/lifecycle/events';
import { statusesOf, type LifecycleState, type Task } from '../../../domain/lifecycle/state';
import { transition } from '../../../domain/lifecycle/transition';
import { after, approval, command, fact, passed, people, settings, way } from '../../support/lifecycle-builders';

function refusal(state: LifecycleState, event: LifecycleEvent): string {
  const outcome = transition(state, event);
  return outcome.kind === 'refused' ? outcome.error : outcome.kind;
}

const shredded = ({ tasks }: { tasks: readonly Task[] }) =>
  tasks.flatMap((task) => (task.kind === 'shred-credentials' ? task.credentialIds : []));

/** The steps that bring another revision live. */
const next = (number: number): LifecycleEvent[] => [
  command('submitSettings', people.admin, {
    revision: number - 1,
    settings: { ...settings, host: `mail-${number}.customer.example` },
    credentialId: `credential-${number}`,
  }),
  fact('checkFinished', { revision: number, run: 1, summary: passed }),
  command('confirmTestMail', people.admin, { revision: number }),
  command('decide', people.reviewer, { revision: number, decision: approval }),
];
const rollBack = (revision: number, by = people.ops) => command('rollBack', by, { revision, reason: 'It loses mail' });
const sent = (revision: number) => fact('firstMailSent', { revision });

it('goes back to the revision before, password included, while the new one has not sent a mail', () => {
  const swapped = after([sent(1), ...next(2)], after(way.live));
  expect(swapped.live?.previous?.revision).toMatchObject({ number: 1, credentialId: 'credential-1' });
  const back = after([rollBack(2)], swapped);
  expect(back.live).toMatchObject({ status: 'active', revision: { number: 1 }, previous: null });
  expect(shredded(back)).toEqual(['credential-2']);
  expect(back.tasks).toContainEqual({ kind: 'wake-dispatcher' });
  expect(back.lastRevision).toBe(2);
});

it('drops the revision before with the first mail, and there is no way back then', () => {
  const proven = after([sent(1), ...next(2), sent(2)], after(way.live));
  expect(proven.live).toMatchObject({ previous: null, firstMailAt: expect.any(String) });
  expect(shredded(proven)).toEqual(['credential-1']);
  expect(refusal(proven, rollBack(2))).toBe('NOTHING_TO_ROLL_BACK_TO');
  expect(refusal(proven, sent(2))).toBe('ignored');
});

it('keeps the last revision that has proven itself, when two come one after the other', () => {
  const twice = after([sent(1), ...next(2), ...next(3)], after(way.live));
  expect(twice.live).toMatchObject({ revision: { number: 3 }, previous: { revision: { number: 1 } } });
  expect(shredded(twice)).toEqual(['credential-2']);
  expect(after([rollBack(3)], twice).live?.revision.number).toBe(1);
});

it('belongs to reviewers and ops, and speaks of the revision that is live', () => {
  const swapped = after(next(2), after(way.live));
  expect(refusal(swapped, rollBack(2, people.admin))).toBe('FORBIDDEN');
  expect(refusal(swapped, rollBack(2, people.reviewer))).toBe('accepted');
  expect(refusal(swapped, rollBack(1))).toBe('STALE_REVISION');
  expect(refusal(after(way.unlocked), rollBack(1))).toBe('NO_LIVE_SERVER');
  expect(refusal(after(way.live), rollBack(1))).toBe('NOTHING_TO_ROLL_BACK_TO');
});

it('mends a suspension by health, leaves one by ops, and ends a running rotation', () => {
  const swapped = after(next(2), after(way.live));
  const failing = fact('sendingFailed', { revision: 2, credentialId: 'credential-2', code: 'AUTH_REFUSED' });
  expect(statusesOf(after([failing, rollBack(2)], swapped)).live).toBe('active');
  const byOps = command('suspend', people.ops, { reason: 'abuse' });
  expect(statusesOf(after([byOps, rollBack(2)], swapped)).live).toBe('suspended');
  const rotating = command('rotatePassword', people.admin, { revision: 2, credentialId: 'credential-r' });
  const back = after([rotating, rollBack(2)], swapped);
  expect(back.live?.rotation).toBeNull();
  expect(shredded(back)).toEqual(['credential-2', 'credential-r']);
  const late = fact('rotationChecked', { revision: 2, run: 1, summary: passed });
  expect(refusal(back, late)).toBe('ignored');
});

it('counts rotations on, so that no report of a revision that came back is mistaken for an earlier one', () => {
  const rotated = after(
    [
      command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-r' }),
      fact('rotationChecked', { revision: 1, run: 1, summary: passed }),
      ...next(2),
      rollBack(2),
      command('rotatePassword', people.admin, { revision: 1, credentialId: 'credential-s' }),
    ],
    after(way.live),
  );
  expect(rotated.live).toMatchObject({ rotation: { run: 2 }, revision: { credentialId: 'credential-r' } });
});

it('is gone with everything else when sales revokes', () => {
  const revoked = after([sent(1), ...next(2), command('revoke', people.sales, { reason: 'over' })], after(way.live));
  expect(shredded(revoked)).toEqual(['credential-2', 'credential-1']);
});
