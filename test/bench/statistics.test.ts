import fc from 'fast-check';

import { median, percentile, spreadOf } from '../../bench/support/statistics';

const values = fc.array(fc.double({ noNaN: true, min: 0, max: 1e6 }), { minLength: 1 });

describe('the figures of a bench', () => {
  it('take the middle round, or the middle between two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1])).toBe(2.5);
  });

  it('name a percentile that was measured, with so many values at or below it', () => {
    fc.assert(
      fc.property(values, fc.double({ noNaN: true, min: 0.01, max: 1 }), (measured, share) => {
        const found = percentile(measured, share);
        expect(measured).toContain(found);
        expect(measured.filter((value) => value <= found).length).toBeGreaterThanOrEqual(
          share * measured.length - 1e-9,
        );
      }),
    );
  });

  it('spread from the lowest to the highest round', () => {
    expect(spreadOf([5, 9, 7])).toEqual({ median: 7, lowest: 5, highest: 9 });
  });

  it('of nothing are not a number', () => {
    expect([median([]), percentile([], 0.5)]).toEqual([Number.NaN, Number.NaN]);
  });
});
