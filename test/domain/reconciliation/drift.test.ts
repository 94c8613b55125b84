import fc from 'fast-check';

import { projectionOf } from '../../../domain/lifecycle/projection';
import { initialState, type LifecycleState } from '../../../domain/lifecycle/state';
import { driftOf, type FoundProjection } from '../../../domain/reconciliation/drift';
import { after, command, people, way } from '../../support/lifecycle-builders';

const live = after(way.live);

/** The projection as it comes back from a store: with nothing but JSON in it. */
function written(state: LifecycleState): FoundProjection {
  return { organizationId: state.organizationId, ...JSON.parse(JSON.stringify(projectionOf(state))) };
}

const changed = (change: object): FoundProjection => ({ ...written(live), ...change });
const changedState = (change: object): FoundProjection => changed({ state: { ...live, ...change } });

it.each(Object.keys(way) as (keyof typeof way)[])(
  'finds nothing about what was written of a lifecycle that is %s',
  (at) => {
    const state = after(way[at]);
    expect(driftOf(written(state), state)).toBeNull();
  },
);

it('finds nothing about finished tasks, nor about what an earlier release wrote', () => {
  expect(driftOf(written({ ...live, tasks: [{ kind: 'wake-dispatcher' }] }), { ...live, tasks: [] })).toBeNull();
  const { approvedDomains: _later, ...earlier } = { ...live, approvedDomains: [] };
  expect(driftOf(changed({ state: earlier }), { ...live, approvedDomains: [] })).toBeNull();
});

it('tells a missing projection from a lifecycle that nothing has happened to', () => {
  expect(driftOf(null, live)).toEqual({ kind: 'projection-missing', fields: [] });
  expect(driftOf(null, initialState('acme'))).toBeNull();
});

it('tells a projection that is behind from one that is ahead, or whose version is none', () => {
  expect(driftOf(changed({ version: live.version - 1 }), live)?.kind).toBe('projection-behind');
  expect(driftOf(changed({ version: live.version + 1 }), live)?.kind).toBe('projection-ahead');
  for (const version of [null, undefined, 'seven', 7.5, Number.NaN, {}]) {
    expect(driftOf(changed({ version }), live)?.kind).toBe('projection-ahead');
  }
});

it('names the fields that differ, beside the state as well as in it', () => {
  const server = { ...live.live, status: 'suspended' };
  expect(driftOf(changed({ live: 'suspended' }), live)).toEqual({ kind: 'projection-different', fields: ['live'] });
  expect(driftOf(changedState({ live: server }), live)?.fields).toEqual(['state.live.status']);
  expect(driftOf(changedState({ surplus: { deep: 1 } }), live)?.fields).toEqual(['state.surplus.deep']);
  expect(driftOf(changed({ draftSince: '2020-01-01T00:00:00.000Z' }), live)?.fields).toEqual(['draftSince']);
});

it('never tells a value', () => {
  const moved = after(
    [command('unlock', people.sales, { note: 'very private', contractReference: null })],
    after(way.registered),
  );
  const drift = driftOf({ ...written(moved), state: { ...moved, profile: null } }, moved);
  expect(JSON.stringify(drift)).not.toMatch(/private|Customer|customer\.example/);
});

it('says what is wrong with anything that somebody may have put there', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (state, status) => {
      const found = { ...written(live), state, live: status } as FoundProjection;
      const drift = driftOf(found, live);
      expect(drift?.kind).toBe('projection-different');
      expect(drift?.fields.length).toBeLessThanOrEqual(20);
    }),
  );
});
