import type { CountedPeriod, Statistics, StatisticsRange, StatisticsReader } from '../../activities/ports/statistics';
import { startOf, sumOf } from '../../domain/statistics/statistics-period';
import type { MongoConnection } from './mongo-connection';
import { progressOf, statisticsOf } from './mongo-statistics-collector';
import {
  statisticsProgressId,
  statisticsProgressSchema,
  statisticsSchema,
  toCountedPeriod,
  type StatisticsDocument,
} from './statistics-schema';

/** Reads what has been counted; days are told from their hours as long as these are kept. */
export class MongoStatisticsReader implements StatisticsReader {
  readonly #mongo: MongoConnection;

  constructor(connection: MongoConnection) {
    this.#mongo = connection;
    connection.model('Statistics', statisticsSchema);
    connection.model('StatisticsProgress', statisticsProgressSchema);
  }

  async read(organizationId: string | null, { from, to, interval }: StatisticsRange): Promise<Statistics> {
    return await this.#mongo.native(async (database) => {
      const range = { organizationId, at: { $gte: new Date(from), $lt: new Date(to) } };
      const wanted = interval === 'hour' ? { ...range, interval } : range;
      const found = await statisticsOf(database)
        .find(wanted, { sort: { at: 1 } })
        .toArray();
      const progress = await progressOf(database).findOne({ _id: statisticsProgressId });
      const periods = interval === 'hour' ? found.map(toCountedPeriod) : daysOf(found);
      return { countedUntil: progress?.countedUntil.toISOString() ?? null, periods };
    });
  }
}

/** Where a day stands, hours that are left of it have been counted in it. */
function daysOf(found: readonly StatisticsDocument[]): readonly CountedPeriod[] {
  const byDay = new Map<number, StatisticsDocument[]>();
  for (const period of found) {
    const day = startOf('day', period.at.getTime());
    byDay.set(day, [...(byDay.get(day) ?? []), period]);
  }
  return [...byDay].map(([day, periods]) => {
    const whole = periods.find(({ interval }) => interval === 'day');
    if (whole) return toCountedPeriod(whole);
    const organizations = periods.findLast((hour) => hour.organizations)?.organizations ?? null;
    return { at: new Date(day).toISOString(), ...sumOf(periods.map(toCountedPeriod)), organizations };
  });
}
