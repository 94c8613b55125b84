import * as fc from 'fast-check';

import {
  suppressionAddress,
  suppressionCauseOf,
  suppressionCauses,
  suppressionEnd,
  suppressionState,
  suppressionTrailLimit,
  type Suppression,
  type SuppressionCause,
} from '../../../domain/undeliverables/suppression';
import { withAddition, withRemoval, type Addition } from '../../../domain/undeliverables/suppression-changes';

const ops = { kind: 'person', subject: 'u-1', roles: ['ops'] } as const;
const delivery = { kind: 'system', part: 'delivery' } as const;
const day = (count: number) => new Date(Date.UTC(2026, 0, 1 + count)).toISOString();

function addition(cause: SuppressionCause, at: string, causedBy: string, expiresAt: string | null): Addition {
  const by = cause === 'manual' ? ops : delivery;
  const entry = { id: 's-1', organizationId: 'acme', address: 'ann@x.example', cause, reason: null, mailId: null };
  return {
    entry: { ...entry, addedAt: at, expiresAt },
    change: { event: 'added', cause, at, by, note: null, causedBy },
  };
}

const removal = (at: string, causedBy: string) =>
  ({ event: 'removed', cause: 'manual', at, by: ops, note: 'back again', causedBy }) as const;

describe('an entry of the suppression list', () => {
  it('keeps mail back until its end, and not from that moment on', () => {
    const entry = withAddition(null, addition('hard-bounce', day(0), 'm-1', day(90)));
    expect(suppressionState(entry, day(89))).toBe('active');
    expect(suppressionState(entry, day(90))).toBe('expired');
  });

  it('that was removed keeps nothing back, and says who removed it and why', () => {
    const entry = withRemoval(withAddition(null, addition('manual', day(0), 'k-1', null)), removal(day(1), 'k-2'))!;
    expect(suppressionState(entry, day(2))).toBe('removed');
    expect(entry.trail).toMatchObject([{ event: 'added' }, { event: 'removed', by: ops, note: 'back again' }]);
  });

  it('counts its changes, and is not removed by who has seen another version; a repetition does not mind', () => {
    const first = withAddition(null, addition('hard-bounce', day(0), 'm-1', day(90)));
    const second = withAddition(first, addition('complaint', day(1), 'm-2', day(365)));
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(withRemoval(second, removal(day(2), 'k-1'), 1)).toBeNull();
    const removed = withRemoval(second, removal(day(2), 'k-1'), 2);
    expect(removed).toMatchObject({ version: 3, removedAt: day(2) });
    expect(withRemoval(removed!, removal(day(2), 'k-1'), 2)).toEqual(removed);
    expect(withRemoval(removed!, removal(day(3), 'k-2'), 2)).toBeNull();
  });

  it('begins anew when the address fails again after its end or its removal', () => {
    const first = withAddition(null, addition('manual', day(0), 'k-1', null));
    const again = withAddition(
      withRemoval(first, removal(day(1), 'k-2')),
      addition('hard-bounce', day(5), 'm', day(95)),
    );
    expect(again).toMatchObject({ cause: 'hard-bounce', addedAt: day(5), expiresAt: day(95), removedAt: null });
    expect(again.trail).toHaveLength(3);
  });

  it('keeps its stronger cause and its later end while it is active', () => {
    const complaint = withAddition(null, addition('complaint', day(0), 'm-1', day(365)));
    expect(withAddition(complaint, addition('hard-bounce', day(1), 'm-2', day(91)))).toMatchObject({
      cause: 'complaint',
      expiresAt: day(365),
    });
    expect(withAddition(complaint, addition('manual', day(1), 'k-1', null))).toMatchObject({
      cause: 'manual',
      addedAt: day(0),
      expiresAt: null,
    });
  });

  it('is the same whether a change comes once or many times', () => {
    const changes = fc.array(
      fc.record({
        kind: fc.constantFrom('add', 'remove'),
        cause: fc.constantFrom(...suppressionCauses),
        at: fc.integer({ min: 0, max: 400 }),
        length: fc.option(fc.integer({ min: 1, max: 400 })),
        id: fc.integer({ min: 0, max: 20 }).map(String),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(changes, (steps) => {
        let entry: Suppression | null = null;
        for (const { kind, cause, at, length, id } of steps) {
          const end = length === null ? null : day(at + length);
          const apply = (standing: Suppression | null): Suppression | null => {
            if (kind === 'add') return withAddition(standing, addition(cause, day(at), id, end));
            return standing && withRemoval(standing, removal(day(at), id));
          };
          entry = apply(entry);
          expect(apply(entry)).toEqual(entry);
          expect(entry?.trail.length ?? 0).toBeLessThanOrEqual(suppressionTrailLimit);
        }
      }),
    );
  });
});

describe('what feeds the list', () => {
  it('is a dead address or a complaint, never a refusal that speaks of something else', () => {
    expect(suppressionCauseOf({ kind: 'failed', hard: true })).toBe('hard-bounce');
    expect(suppressionCauseOf({ kind: 'failed', hard: false })).toBeNull();
    expect(suppressionCauseOf({ kind: 'complaint', hard: false })).toBe('complaint');
  });

  it('ends by itself after its days, but not what a person put there', () => {
    const limits = { hardBounceDays: 90, complaintDays: 365 };
    expect(suppressionEnd('hard-bounce', day(0), limits)).toBe(day(90));
    expect(suppressionEnd('complaint', day(0), limits)).toBe(day(365));
    expect(suppressionEnd('manual', day(0), limits)).toBeNull();
  });

  it('is compared without regard to case, spaces around it and Unicode form', () => {
    expect(suppressionAddress(' Ann.Müller@Example.COM ')).toBe('ann.müller@example.com');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(suppressionAddress(suppressionAddress(text))).toBe(suppressionAddress(text));
      }),
    );
  });
});
