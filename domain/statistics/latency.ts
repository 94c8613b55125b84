/**
 * How long mails took, counted in steps: the first ends at ten milliseconds, and each is a quarter of an octave wider than
 * the one before, so that a percentile is told within a tenth of its value however long it is.
 */
export interface LatencyCount {
  readonly step: number;
  readonly count: number;
}

/** What a step holds: everything above the end of the one before, up to and with this. */
export interface LatencyRange {
  readonly upToMs: number;
  readonly count: number;
}

/** Milliseconds; null where nothing was counted. */
export interface LatencySummary {
  readonly count: number;
  readonly p50Ms: number | null;
  readonly p90Ms: number | null;
  readonly p99Ms: number | null;
}

export const firstStepMs = 10;
export const stepsPerOctave = 4;
/** Ends after more than a month; longer waits are counted here, too. */
export const lastStep = 112;

/** The end of a step in milliseconds. */
export function endOfStep(step: number): number {
  return firstStepMs * 2 ** (step / stepsPerOctave);
}

/** As fine as a picture needs: ranges of an octave each, the shortest first; those without anything are missing. */
export function latencyRanges(counts: readonly LatencyCount[]): readonly LatencyRange[] {
  const byOctave = new Map<number, number>();
  for (const { step, count } of counts) {
    const octave = Math.ceil(step / stepsPerOctave);
    byOctave.set(octave, (byOctave.get(octave) ?? 0) + count);
  }
  return [...byOctave]
    .toSorted(([one], [other]) => one - other)
    .map(([octave, count]) => ({ upToMs: endOfStep(octave * stepsPerOctave), count }));
}

export function latencySummary(counts: readonly LatencyCount[]): LatencySummary {
  const inOrder = counts.toSorted((one, other) => one.step - other.step);
  const count = inOrder.reduce((sum, each) => sum + each.count, 0);
  const at = (share: number): number | null => percentile(inOrder, count * share);
  return { count, p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99) };
}

/** The middle of the step in which that many are reached, as a ratio. */
function percentile(inOrder: readonly LatencyCount[], wanted: number): number | null {
  let reached = 0;
  for (const { step, count } of inOrder) {
    reached += count;
    if (reached >= wanted && count > 0) return Math.round(step === 0 ? endOfStep(0) / 2 : endOfStep(step - 0.5));
  }
  return null;
}
