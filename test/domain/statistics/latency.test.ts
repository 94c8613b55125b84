import fc from 'fast-check';

import { endOfStep, lastStep, latencyRanges, latencySummary } from '../../../domain/statistics/latency';

const step = fc.integer({ min: 1, max: lastStep });

it('a percentile is within a tenth of every latency that it may stand for', () => {
  fc.assert(
    fc.property(step, fc.double({ min: 0.001, max: 1, noNaN: true }), (within, share) => {
      const [shortest, longest] = [endOfStep(within - 1), endOfStep(within)];
      const latency = shortest + (longest - shortest) * share;
      const { p50Ms } = latencySummary([{ step: within, count: 1 }]);
      expect(Math.abs(p50Ms! - latency)).toBeLessThanOrEqual(latency / 10 + 1);
    }),
  );
});

it('percentiles rise, and depend on how many there are of each, not on their order', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ step, count: fc.integer({ min: 1, max: 50 }) }), { minLength: 1 }), (counts) => {
      const { count, p50Ms, p90Ms, p99Ms } = latencySummary(counts);
      expect(count).toBe(counts.reduce((sum, each) => sum + each.count, 0));
      expect(p50Ms!).toBeLessThanOrEqual(p90Ms!);
      expect(p90Ms!).toBeLessThanOrEqual(p99Ms!);
      expect(latencySummary(counts.toReversed())).toEqual({ count, p50Ms, p90Ms, p99Ms });
    }),
  );
});

it('of a hundred latencies, half, nine tenths and all but one are below their percentiles', () => {
  const counts = [
    { step: 20, count: 9 },
    { step: 0, count: 50 },
    { step: 8, count: 40 },
    { step: 40, count: 1 },
  ];
  const { p50Ms, p90Ms, p99Ms } = latencySummary(counts);
  expect([p50Ms, p90Ms, p99Ms]).toEqual([5, Math.round(endOfStep(7.5)), Math.round(endOfStep(19.5))]);
});

it('nothing counted has no percentiles', () => {
  expect(latencySummary([])).toEqual({ count: 0, p50Ms: null, p90Ms: null, p99Ms: null });
});

it('ranges hold every latency once, the shortest first', () => {
  const counts = Array.from({ length: lastStep + 1 }, (_, index) => ({ step: index, count: 2 })).toReversed();
  const ranges = latencyRanges(counts);
  expect(ranges.reduce((sum, { count }) => sum + count, 0)).toBe(2 * (lastStep + 1));
  expect(ranges.slice(0, 3)).toEqual([
    { upToMs: 10, count: 2 },
    { upToMs: 20, count: 8 },
    { upToMs: 40, count: 8 },
  ]);
});
