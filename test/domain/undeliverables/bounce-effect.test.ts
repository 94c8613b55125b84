import { bounceKinds } from '../../../domain/bounces/bounce-reading';
import { deliveryStates } from '../../../domain/mail-message';
import { bounceEffect } from '../../../domain/undeliverables/bounce-effect';

describe('a bounce', () => {
  it('moves what was sent, and what may have been sent, to undeliverable', () => {
    expect(bounceEffect('failed', 'sent')).toEqual({ kind: 'fail', from: ['sent', 'held'] });
    expect(bounceEffect('failed', 'held')).toEqual({ kind: 'fail', from: ['sent', 'held'] });
  });

  it('that was quicker than the record of its own attempt has to come again', () => {
    expect(bounceEffect('failed', 'sending')).toEqual({ kind: 'wait' });
    expect(bounceEffect('delivered', 'sending')).toEqual({ kind: 'wait' });
  });

  it('changes no end, and nothing twice', () => {
    expect(bounceEffect('failed', 'undeliverable')).toEqual({ kind: 'none', because: 'known-already' });
    expect(bounceEffect('failed', 'expired')).toEqual({ kind: 'none', because: 'already-final' });
    expect(bounceEffect('failed', 'cancelled')).toEqual({ kind: 'none', because: 'already-final' });
    expect(bounceEffect('failed', 'suppressed')).toEqual({ kind: 'none', because: 'already-final' });
  });

  it('says nothing about a mail that is still ours to send', () => {
    expect(bounceEffect('failed', 'deferred')).toEqual({ kind: 'none', because: 'not-handed-over' });
  });
});

describe('a success report', () => {
  it('answers the question of a held mail, and moves nothing else', () => {
    const moved = deliveryStates.filter((state) => bounceEffect('delivered', state).kind === 'deliver');
    expect(moved).toEqual(['held']);
  });
});

describe('delays, automatic answers and what nobody understands', () => {
  it.each(['delayed', 'auto-reply', 'unknown'] as const)('%s changes no state at all', (kind) => {
    expect(new Set(deliveryStates.map((state) => bounceEffect(kind, state).kind))).toEqual(new Set(['none']));
  });

  it('a complaint is one in every state', () => {
    expect(new Set(deliveryStates.map((state) => bounceEffect('complaint', state).kind))).toEqual(
      new Set(['complain']),
    );
  });
});

it('an effect that moves a state has one to move it from', () => {
  const cases = bounceKinds.flatMap((kind) =>
    deliveryStates.map((state) => [state, bounceEffect(kind, state)] as const),
  );
  const moving = cases.flatMap(([state, effect]) => ('from' in effect ? [[state, effect.from] as const] : []));
  expect(moving.length).toBeGreaterThan(0);
  expect(moving.filter(([state, from]) => !from.includes(state))).toEqual([]);
});
