import type {
  CountedPeriod,
  Statistics,
  StatisticsRange,
  StatisticsReader,
} from '../../../activities/ports/statistics';

/** Periods that a test puts there, by organization; `null` for all together. */
export class FakeStatistics implements StatisticsReader {
  readonly periods = new Map<string | null, CountedPeriod[]>();
  readonly asked: StatisticsRange[] = [];
  countedUntil: string | null = null;

  async read(organizationId: string | null, range: StatisticsRange): Promise<Statistics> {
    this.asked.push(range);
    const all = this.periods.get(organizationId) ?? [];
    return {
      countedUntil: this.countedUntil,
      periods: all.filter(({ at }) => at >= range.from && at < range.to),
    };
  }
}
