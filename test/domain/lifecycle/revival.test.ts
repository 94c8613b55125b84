import { statusesOf, type LifecycleState } from '../../../domain/lifecycle/state';
import { carriedOver } from '../../../domain/lifecycle/revival-rules';
import { transition } from '../../../domain/lifecycle/transition';
import { after, command, fact, people, way } from '../../support/lifecycle-builders';

const revive = command('reviveLifecycle', people.ops, { reason: 'Temporal was restored from nothing' });
const marksOf = (state: LifecycleState, end = state.version) => ({
  atProjection: { sequence: state.version, after: statusesOf(state) },
  end: { sequence: end },
});
const carried = (state: LifecycleState) => carriedOver(state, marksOf(state))!;

it('a lost lifecycle goes on as it was, and no version is given twice', () => {
  const live = after(way.live);
  const revived = after([revive], carriedOver(live, marksOf(live, live.version + 2))!);
  const { tasks: _tasks, version, ...rest } = revived;
  const { tasks: _before, version: former, ...known } = live;
  expect(rest).toEqual(known);
  expect(version).toBe(former + 3);
  expect(revived.tasks.at(-1)).toEqual({ kind: 'wake-dispatcher' });
});

it('revives once: whatever runs has nothing to be revived from', () => {
  const live = after(way.live);
  const running = { kind: 'refused', error: 'LIFECYCLE_RUNNING' };
  expect(transition(live, revive)).toMatchObject(running);
  expect(transition(after([revive], carried(live)), revive)).toMatchObject(running);
});

it.each([
  ['a check of a draft', after(way.checking), { kind: 'check-draft', revision: 1, run: 1 }],
  [
    'the check of a new password',
    after([command('rotatePassword', people.admin, { revision: 1, credentialId: 'c-2' })], after(way.live)),
    { kind: 'check-rotation', revision: 1, run: 1 },
  ],
  [
    'the regular check',
    after([fact('healthCheckDue', { revision: 1 })], after(way.live)),
    { kind: 'check-health', revision: 1, run: 1, credentialId: 'credential-1' },
  ],
  [
    'the check before a resume',
    after(
      [command('suspend', people.ops, { reason: 'abuse' }), command('resume', people.ops, { note: null })],
      after(way.live),
    ),
    { kind: 'check-resume', revision: 1, run: 1 },
  ],
])('%s that was under way is begun again, once, also where its task had been done with', (_what, state, task) => {
  for (const tasks of [state.tasks, []]) {
    const revived = after([revive], carried({ ...state, tasks }));
    expect(revived.tasks.filter(({ kind }) => kind.startsWith('check-'))).toEqual([task]);
  }
});

it('what was to be kept or destroyed still is', () => {
  const submitted = after(way.checking);
  expect(carried(submitted).tasks).toEqual([{ kind: 'adopt-credential', credentialId: 'credential-1' }]);
});

it('nobody goes on with a projection that the audit trail contradicts, or does not know', () => {
  const live = after(way.live);
  const marks = marksOf(live);
  const other = { ...statusesOf(live), live: 'suspended' } as const;
  expect(carriedOver(live, { ...marks, atProjection: { sequence: live.version, after: other } })).toBeNull();
  expect(carriedOver(live, { ...marks, atProjection: { ...marks.atProjection, sequence: 3 } })).toBeNull();
  expect(carriedOver(live, { atProjection: null, end: null })).toBeNull();
});
