import fc from 'fast-check';

import {
  emptyCounts,
  intervalMs,
  periodsBetween,
  startOf,
  statisticsIntervals,
  sumOf,
  type StatisticsCounts,
} from '../../../domain/statistics/statistics-period';

const count = fc.integer({ min: 1, max: 1_000 });
const route = fc.constantFrom('customer', 'platform', null);

const counts: fc.Arbitrary<StatisticsCounts> = fc.record({
  mails: fc.array(
    fc.record({
      category: fc.constantFrom('transactional', 'marketing'),
      route,
      state: fc.constantFrom('sent', 'undeliverable', 'held'),
      count,
    }),
  ),
  latency: fc.array(fc.record({ route, step: fc.integer({ min: 0, max: 9 }), count })),
  failures: fc.array(fc.record({ reason: fc.constantFrom('userunknown', 'mailboxfull'), route, count })),
});

const totalOf = ({ mails, latency, failures }: StatisticsCounts): number[] =>
  [mails, latency, failures].map((list: readonly { count: number }[]) => list.reduce((sum, one) => sum + one.count, 0));

it('a sum holds as much as its parts, each kind once', () => {
  fc.assert(
    fc.property(fc.array(counts), (parts) => {
      const sum = sumOf(parts);
      const [mails = 0, latency = 0, failures = 0] = [0, 1, 2].map((list) =>
        parts.map(totalOf).reduce((total, each) => total + each[list]!, 0),
      );
      expect(totalOf(sum)).toEqual([mails, latency, failures]);
      const kinds = sum.mails.map((each) => `${each.category} ${each.route} ${each.state}`);
      expect(new Set(kinds).size).toBe(kinds.length);
      expect(new Set(sum.latency.map((each) => `${each.route} ${each.step}`)).size).toBe(sum.latency.length);
    }),
  );
});

it('a sum of sums is the sum of all', () => {
  fc.assert(
    fc.property(counts, counts, counts, (one, two, three) => {
      expect(sumOf([sumOf([one, two]), three])).toEqual(sumOf([one, two, three]));
    }),
  );
  expect(sumOf([])).toEqual(emptyCounts);
});

it('periods between two moments follow each other without a gap, from the one that the first lies in', () => {
  const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 0, 20) });
  fc.assert(
    fc.property(fc.constantFrom(...statisticsIntervals), moment, moment, (interval, one, other) => {
      const [from, to] = one < other ? [one, other] : [other, one];
      const periods = periodsBetween(interval, from, to);
      expect(periods).toEqual(periods.map((_, index) => startOf(interval, from) + index * intervalMs[interval]));
      if (from < to) expect(periods.at(-1)! + intervalMs[interval]).toBeGreaterThanOrEqual(to);
      for (const period of periods) expect(period).toBeLessThan(to);
    }),
  );
});
