import type { mongo } from 'mongoose';

import type { ChangedHours, StatisticsCollector, StatisticsPlace } from '../../activities/ports/statistics';
import {
  emptyCounts,
  startOf,
  sumOf,
  type OrganizationCount,
  type StatisticsCounts,
} from '../../domain/statistics/statistics-period';
import { lifecycleCollection, lifecycleSchema } from './lifecycle-schemas';
import type { MongoConnection } from './mongo-connection';
import { dispatchesOf } from './mongo-dispatch-run';
import { outboxCollection, outboxSchema } from './outbox-schema';
import { failuresOfHour, hoursOf, mailsOfHour, organizationsByState, sumOfHour } from './statistics-pipelines';
import {
  statisticsCollection,
  statisticsId,
  statisticsProgressCollection,
  statisticsProgressId,
  statisticsProgressSchema,
  statisticsSchema,
  toCountedPeriod,
  type StatisticsDocument,
  type StatisticsProgressDocument,
} from './statistics-schema';
import { undeliverableCollection, undeliverableSchema } from './undeliverable-schema';

/** What was under way when the last collection began, and clocks that differ, are looked at once more. */
const overlapMs = 5 * 60_000;

interface FoundHour {
  readonly organizationId: string;
  readonly hour: Date;
}

/** Counts in the database, hour by hour; every hour is written as a whole. */
export class MongoStatisticsCollector implements StatisticsCollector {
  readonly #mongo: MongoConnection;

  constructor(connection: MongoConnection) {
    this.#mongo = connection;
    connection.model('Statistics', statisticsSchema);
    connection.model('StatisticsProgress', statisticsProgressSchema);
    connection.model('Mail', outboxSchema);
    connection.model('Undeliverable', undeliverableSchema);
    connection.model('Organization', lifecycleSchema);
  }

  async begin(oldest: string): Promise<StatisticsPlace> {
    return await this.#mongo.native(async (database) => {
      const { localTime } = await database.command({ hello: 1 });
      const now = localTime instanceof Date ? localTime : new Date();
      const last = await progressOf(database).findOne({ _id: statisticsProgressId });
      // A clock that was set back must not leave anything out.
      const since =
        last === null ? Date.parse(oldest) : Math.min(last.countedUntil.getTime(), now.getTime()) - overlapMs;
      return { since: new Date(since).toISOString(), startedAt: now.toISOString(), after: null };
    });
  }

  async changed(
    { since, after }: StatisticsPlace,
    oldest: string,
    limit: number,
  ): Promise<{ last: string; found: ChangedHours[] } | null> {
    return await this.#mongo.native(async (database) => {
      const query = after === null ? {} : { _id: { $gt: after } };
      const options = { projection: { _id: 1 }, sort: { _id: 1 }, limit } as const;
      const organizations = (await dispatchesOf(database).find(query, options).toArray()).map(({ _id }) => _id);
      const last = organizations.at(-1);
      if (last === undefined) return null;
      return { last, found: byOrganization(await changedHours(database, organizations, new Date(since), oldest)) };
    });
  }

  async countHour(organizationId: string, hour: string): Promise<void> {
    const at = new Date(hour);
    await this.#mongo.native(async (database) => {
      const hint = { hint: 'newest_first' };
      const [counts = emptyCounts] = await database
        .collection(outboxCollection)
        .aggregate<StatisticsCounts>(mailsOfHour(organizationId, at), hint)
        .toArray();
      const failures = await database
        .collection(undeliverableCollection)
        .aggregate<StatisticsCounts['failures'][number]>(failuresOfHour(organizationId, at), hint)
        .toArray();
      const { mails, latency } = counts;
      await put(database, { organizationId, interval: 'hour', at, mails, latency, failures });
    });
  }

  async sumHour(hour: string): Promise<void> {
    const at = new Date(hour);
    await this.#mongo.native(async (database) => {
      const [{ mails, latency, failures } = emptyCounts] = await statisticsOf(database)
        .aggregate<StatisticsCounts>(sumOfHour(at))
        .toArray();
      await put(database, { organizationId: null, interval: 'hour', at, mails, latency, failures });
    });
  }

  async countOrganizations(hour: string): Promise<void> {
    const at = new Date(hour);
    await this.#mongo.native(async (database) => {
      const organizations = await database
        .collection(lifecycleCollection)
        .aggregate<OrganizationCount>(organizationsByState, { hint: 'by_status' })
        .toArray();
      const identity = { organizationId: null, interval: 'hour', at } as const;
      const change = { $set: { organizations }, $setOnInsert: { ...identity, ...emptyCounts } };
      await statisticsOf(database).updateOne({ _id: statisticsId(null, 'hour', at) }, change, { upsert: true });
    });
  }

  async end({ startedAt }: StatisticsPlace): Promise<void> {
    const countedUntil = new Date(startedAt);
    await this.#mongo.native(
      async (database) =>
        await progressOf(database).updateOne(
          { _id: statisticsProgressId },
          { $set: { countedUntil } },
          { upsert: true },
        ),
    );
  }

  /** The day stands before its hours go, and the first one stands: hours that are left from an end half-way change nothing. */
  async rollUp(before: string, limit: number): Promise<boolean> {
    return await this.#mongo.native(async (database) => {
      const old = { interval: 'hour', at: { $lt: new Date(before) } } as const;
      const first = await statisticsOf(database)
        .find(old, { sort: { at: 1 }, limit })
        .toArray();
      const places = new Map(first.map((each) => [dayIdOf(each), each]));
      for (const place of places.values()) await rollUpDay(database, place);
      return first.length === limit;
    });
  }

  async drop(before: string, limit: number): Promise<boolean> {
    return await this.#mongo.native(async (database) => {
      const old = { interval: 'day', at: { $lt: new Date(before) } } as const;
      const options = { projection: { _id: 1 }, sort: { at: 1 }, limit } as const;
      const found = await statisticsOf(database).find(old, options).toArray();
      if (found.length === 0) return false;
      await statisticsOf(database).deleteMany({ _id: { $in: found.map(({ _id }) => _id) } });
      return found.length === limit;
    });
  }
}

async function rollUpDay(database: mongo.Db, { organizationId, at }: StatisticsDocument): Promise<void> {
  const day = new Date(startOf('day', at.getTime()));
  const end = new Date(startOf('day', at.getTime()) + 24 * 3_600_000);
  const ofDay = { organizationId, interval: 'hour', at: { $gte: day, $lt: end } } as const;
  const hours = await statisticsOf(database)
    .find(ofDay, { sort: { at: 1 } })
    .toArray();
  const organizations = hours.findLast((hour) => hour.organizations)?.organizations ?? null;
  const counts = {
    organizationId,
    interval: 'day',
    at: day,
    ...sumOf(hours.map(toCountedPeriod)),
    organizations,
  } as const;
  const id = statisticsId(organizationId, 'day', day);
  await statisticsOf(database).updateOne({ _id: id }, { $setOnInsert: counts }, { upsert: true });
  await statisticsOf(database).deleteMany({ _id: { $in: hours.map(({ _id }) => _id) } });
}

async function changedHours(
  database: mongo.Db,
  organizations: readonly string[],
  since: Date,
  oldest: string,
): Promise<FoundHour[]> {
  const organizationId = { $in: [...organizations] };
  const late = { $gte: since };
  const kept = { $gte: new Date(oldest) };
  const [mails, undeliverables] = [database.collection(outboxCollection), database.collection(undeliverableCollection)];
  const accepted = { organizationId, acceptedAt: since < kept.$gte ? kept : late };
  const moved = { organizationId, movedAt: late, acceptedAt: kept };
  const failed = { organizationId, recordedAt: since < kept.$gte ? kept : late };
  const found = await Promise.all([
    mails.aggregate<FoundHour>(hoursOf(accepted, 'acceptedAt'), { hint: 'newest_first' }).toArray(),
    mails.aggregate<FoundHour>(hoursOf(moved, 'acceptedAt'), { hint: 'moved' }).toArray(),
    undeliverables.aggregate<FoundHour>(hoursOf(failed, 'recordedAt'), { hint: 'newest_first' }).toArray(),
  ]);
  return found.flat();
}

function byOrganization(found: readonly FoundHour[]): ChangedHours[] {
  const hours = new Map<string, Set<string>>();
  for (const { organizationId, hour } of found) {
    hours.set(organizationId, (hours.get(organizationId) ?? new Set()).add(hour.toISOString()));
  }
  return [...hours].map(([organizationId, changed]) => ({ organizationId, hours: [...changed].toSorted() }));
}

async function put(database: mongo.Db, period: Omit<StatisticsDocument, '_id' | 'organizations'>): Promise<void> {
  const id = statisticsId(period.organizationId, period.interval, period.at);
  await statisticsOf(database).updateOne({ _id: id }, { $set: period }, { upsert: true });
}

function dayIdOf({ organizationId, at }: StatisticsDocument): string {
  return statisticsId(organizationId, 'day', new Date(startOf('day', at.getTime())));
}

export function statisticsOf(database: mongo.Db): mongo.Collection<StatisticsDocument> {
  return database.collection<StatisticsDocument>(statisticsCollection);
}

export function progressOf(database: mongo.Db): mongo.Collection<StatisticsProgressDocument> {
  return database.collection<StatisticsProgressDocument>(statisticsProgressCollection);
}
