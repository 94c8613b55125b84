import fc from 'fast-check';

import { sha256 } from '../../adapters/crypto/audit-seal';
import { AuditChainCheck, entryHash, type AuditFault, type AuditHead } from '../../domain/audit-chain';
import type { AuditEntry, ChainedAuditEntry } from '../../domain/audit-entry';
import { initialState, statusesOf } from '../../domain/lifecycle/state';

const statuses = statusesOf(initialState('org-1'));

function chain(entries: readonly AuditEntry[]): ChainedAuditEntry[] {
  let previousHash: string | null = null;
  return entries.map((entry) => {
    const chained = { ...entry, previousHash, hash: entryHash(entry, previousHash, sha256) };
    previousHash = chained.hash;
    return chained;
  });
}

function entryOf(sequence: number, changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    organizationId: 'org-1',
    sequence,
    at: '2026-11-23T10:00:00.000Z',
    actor: { kind: 'person', subject: 's-1', roles: ['sales'] },
    event: 'unlock',
    outcome: 'accepted',
    errorCode: null,
    revision: null,
    reason: null,
    before: statuses,
    after: statuses,
    changes: [{ field: 'preferences.branding', before: false, after: true }],
    causedBy: `command-${sequence}`,
    requestId: null,
    ...changes,
  };
}

const trailOf = (length: number): ChainedAuditEntry[] =>
  chain(Array.from({ length }, (_value, index) => entryOf(index + 1)));

function faultsOf(trail: readonly ChainedAuditEntry[], heads: readonly AuditHead[] = []): readonly AuditFault[] {
  const check = new AuditChainCheck('org-1', heads, sha256);
  for (const entry of trail) check.add(entry);
  return check.finish();
}

const headOf = (trail: readonly ChainedAuditEntry[]): AuditHead => {
  const { sequence, hash } = trail.at(-1)!;
  return { organizationId: 'org-1', sequence, hash };
};

const kinds = (faults: readonly AuditFault[]) => faults.map(({ sequence, kind }) => `${sequence} ${kind}`);

describe('an audit trail', () => {
  it('is intact as it was written, whatever the order of the fields', () => {
    const trail = trailOf(5);
    const reversed = trail.map(
      (entry) => Object.fromEntries(Object.entries(entry).toReversed()) as unknown as ChainedAuditEntry,
    );
    expect(faultsOf(trail, [headOf(trail)])).toEqual([]);
    expect(faultsOf(reversed, [headOf(trail)])).toEqual([]);
    expect(faultsOf([])).toEqual([]);
  });

  it('betrays an entry that was changed, and names its place', () => {
    const trail = trailOf(4);
    trail[1] = { ...trail[1]!, reason: 'another' };
    expect(kinds(faultsOf(trail))).toEqual(['2 ENTRY_CHANGED']);
  });

  it('betrays an entry that was changed together with its hash', () => {
    const trail = trailOf(4);
    const changed = entryOf(2, { reason: 'another' });
    trail[1] = { ...trail[1]!, ...changed, hash: entryHash(changed, trail[1]!.previousHash, sha256) };
    expect(kinds(faultsOf(trail))).toEqual(['3 CHAIN_BROKEN']);
  });

  it('betrays a deleted entry, also when those behind it were moved up', () => {
    const trail = trailOf(4);
    expect(kinds(faultsOf(trail.filter(({ sequence }) => sequence !== 2)))).toEqual(['2 ENTRY_MISSING']);
    const renumbered = trail
      .filter(({ sequence }) => sequence !== 2)
      .map((entry, index) => ({ ...entry, sequence: index + 1 }));
    expect(kinds(faultsOf(renumbered))).toContain('2 ENTRY_CHANGED');
  });

  it('betrays entries that changed places', () => {
    const [first, second, third] = trailOf(3);
    const swapped = [first!, { ...third!, sequence: 2 }, { ...second!, sequence: 3 }];
    expect(faultsOf(swapped).length).toBeGreaterThan(0);
    expect(kinds(faultsOf([first!, third!, second!]))).toEqual(['2 ENTRY_MISSING', '2 ENTRY_OUT_OF_ORDER']);
  });

  it('betrays a cut end by the head that is known, and accepts what came after the head', () => {
    const trail = trailOf(4);
    expect(kinds(faultsOf(trail.slice(0, 3), [headOf(trail)]))).toEqual(['4 HEAD_NOT_REACHED']);
    expect(kinds(faultsOf([], [headOf(trail)]))).toEqual(['1 HEAD_NOT_REACHED']);
    expect(faultsOf(trail, [headOf(trail.slice(0, 2))])).toEqual([]);
  });

  it('betrays a trail that was written anew as a whole', () => {
    const anew = chain([entryOf(1), entryOf(2, { reason: 'invented' })]);
    expect(kinds(faultsOf(anew, [headOf(trailOf(2))]))).toEqual(['2 HEAD_DIFFERS']);
  });

  it('betrays any single change of any field', () => {
    const trail = trailOf(6);
    const fields = Object.keys(entryOf(1)) as (keyof AuditEntry)[];
    fc.assert(
      fc.property(fc.nat(5), fc.constantFrom(...fields), fc.string(), (index, field, text) => {
        const changed = trail.with(index, { ...trail[index]!, [field]: `changed ${text}` });
        expect(faultsOf(changed, [headOf(trail)])).not.toEqual([]);
      }),
    );
  });
});
