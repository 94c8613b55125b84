import { randomUUID } from 'node:crypto';

import { MockActivityEnvironment } from '@temporalio/testing';

import type { Statistics, StatisticsPlace } from '../../../activities/ports/statistics';
import { createStatisticsActivities } from '../../../activities/statistics-activities';
import { MongoLifecycleProjector } from '../../../adapters/mongo/mongo-lifecycle-projector';
import { MongoMailDesk } from '../../../adapters/mongo/mongo-mail-desk';
import { MongoOutbox } from '../../../adapters/mongo/mongo-outbox';
import { MongoStatisticsCollector } from '../../../adapters/mongo/mongo-statistics-collector';
import { MongoStatisticsReader } from '../../../adapters/mongo/mongo-statistics-reader';
import { MongoUndeliverableStore } from '../../../adapters/mongo/mongo-undeliverable-store';
import { initialState } from '../../../domain/lifecycle/state';
import { endOfStep } from '../../../domain/statistics/latency';
import { intervalMs, startOf, sumOf } from '../../../domain/statistics/statistics-period';
import { undeliverable } from '../../support/undeliverables';
import { at as dayStart, claim, newMail, outcome, recordOutcomes } from './outbox-fixtures';
import { openTestMongo, testSeal, type TestMongo } from './test-mongo';

const hourMs = intervalMs.hour;
const dayMs = intervalMs.day;

let mongo: TestMongo;
let outbox: MongoOutbox;
let collector: MongoStatisticsCollector;
let reader: MongoStatisticsReader;
let organizationId: string;

beforeAll(async () => {
  mongo = await openTestMongo();
  outbox = new MongoOutbox(mongo.connection);
  collector = new MongoStatisticsCollector(mongo.connection);
  reader = new MongoStatisticsReader(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(() => {
  organizationId = randomUUID();
});

const iso = (ms: number): string => new Date(ms).toISOString();
/** The beginning of an hour so long ago. */
const hour = (ago: number): number => startOf('hour', Date.now()) - ago * hourMs;

interface Mail {
  readonly acceptedAt: number;
  readonly state?: 'sent' | 'undeliverable' | 'deferred' | 'held';
  readonly afterMs?: number;
  readonly notBeforeMs?: number;
  readonly category?: 'transactional' | 'marketing' | 'notice';
  readonly recipients?: readonly string[];
}

/** A mail with one attempt; without a state, nobody has tried yet. */
async function mail({ acceptedAt, state, afterMs = 0, notBeforeMs = 0, ...rest }: Mail): Promise<string> {
  const id = randomUUID();
  const times = {
    acceptedAt: iso(acceptedAt),
    notBefore: iso(acceptedAt + notBeforeMs),
    expiresAt: iso(Date.now() + dayMs),
  };
  await outbox.accept(newMail({ id, organizationId, idempotencyKey: id, ...times, ...rest }));
  if (state !== undefined) await attempt(state, acceptedAt + afterMs);
  return id;
}

async function attempt(state: 'sent' | 'undeliverable' | 'deferred' | 'held', at: number): Promise<void> {
  // The fixtures count minutes from their own day.
  const minutes = (at - Date.parse(dayStart(0))) / 60_000;
  const won = await claim(outbox, organizationId, minutes);
  if (won === null) throw new Error('Nothing could be claimed');
  const outcomes = won.claimed.recipients.map((recipient) => outcome(recipient, state));
  await recordOutcomes(won, outcomes, minutes, state === 'deferred' ? iso(at + hourMs) : null);
}

const limits = { hourlyDays: 30, days: 60, recordDays: 30 };

/** What tests say about the past is told to a collector that has seen nothing yet. */
async function forget(): Promise<void> {
  await mongo.raw.collection('statistics_progress').deleteMany({});
}

/** Counts like a worker. */
async function collect(changes: Partial<typeof limits> & { readonly workMs?: number } = {}): Promise<number> {
  const activities = createStatisticsActivities({ statistics: collector, ...limits, ...changes });
  const turn = async (place: StatisticsPlace | null): Promise<StatisticsPlace | null> =>
    await new MockActivityEnvironment().run(activities.collectStatistics, place);
  let turns = 1;
  for (let place = await turn(null); place !== null; place = await turn(place)) turns += 1;
  return turns;
}

async function read(of: string | null, fromMs: number, interval: 'hour' | 'day' = 'hour'): Promise<Statistics> {
  return await reader.read(of, { from: iso(fromMs), to: iso(Date.now() + dayMs), interval });
}

async function countedHour(at: number) {
  const { periods } = await read(organizationId, at);
  return periods.find((period) => period.at === iso(at));
}

describe('an hour of an organization', () => {
  it('counts mails by category, route and state, and leaves our own notices out', async () => {
    const at = hour(2);
    await mail({ acceptedAt: at, state: 'sent' });
    await mail({ acceptedAt: at + 1, state: 'sent', category: 'marketing' });
    await mail({ acceptedAt: at + 2, state: 'undeliverable' });
    await mail({ acceptedAt: at + 3, state: 'sent', category: 'notice' });
    await mail({ acceptedAt: at + hourMs - 1, state: 'sent' });
    await mail({ acceptedAt: at + hourMs });
    await collect();
    const { mails = [] } = (await countedHour(at)) ?? {};
    expect(mails).toHaveLength(3);
    expect(mails).toEqual(
      expect.arrayContaining([
        { category: 'transactional', route: 'customer', state: 'sent', count: 2 },
        { category: 'marketing', route: 'customer', state: 'sent', count: 1 },
        { category: 'transactional', route: 'customer', state: 'undeliverable', count: 1 },
      ]),
    );
    expect(await countedHour(at + hourMs)).toMatchObject({
      mails: [{ category: 'transactional', route: null, state: 'accepted', count: 1 }],
      latency: [],
    });
  });

  it('tells how long each recipient waited, from when the mail might leave', async () => {
    const at = hour(3);
    await mail({ acceptedAt: at, state: 'sent', afterMs: 1_000, recipients: ['a@x.example', 'b@x.example'] });
    await mail({ acceptedAt: at + 1, state: 'sent', afterMs: 20 * 60_000, notBeforeMs: 15 * 60_000 });
    await mail({ acceptedAt: at + 2, state: 'sent', afterMs: 0 });
    await mail({ acceptedAt: at + 3, state: 'undeliverable', afterMs: 5 });
    const held = await mail({ acceptedAt: at + 4, state: 'held', afterMs: 5 });
    const desk = new MongoMailDesk(mongo.connection);
    await desk.resolveHeld(held, { resolution: 'sent', reason: 'The log', by: 'ops', at: iso(Date.now()) });
    await collect();
    const { latency = [], mails = [] } = (await countedHour(at)) ?? {};
    expect(new Set(latency.map(({ route }) => route))).toEqual(new Set(['customer']));
    const inOrder = latency.toSorted((one, other) => one.step - other.step);
    expect(inOrder.map(({ count }) => count)).toEqual([1, 2, 1]);
    expect(inOrder[0]?.step).toBe(0);
    for (const [index, waitedMs] of [1_000, 5 * 60_000].entries()) {
      const { step = 0 } = inOrder[index + 1] ?? {};
      expect(endOfStep(step - 1)).toBeLessThan(waitedMs);
      expect(endOfStep(step)).toBeGreaterThanOrEqual(waitedMs);
    }
    expect(mails.find(({ state }) => state === 'sent')?.count).toBe(4);
  });

  it('counts a failure in the hour when it was recorded, by its reason', async () => {
    const undeliverables = new MongoUndeliverableStore(mongo.connection);
    const [accepted, failed] = [hour(30), hour(2)];
    await mail({ acceptedAt: accepted, state: 'sent' });
    for (const reason of ['userunknown', 'userunknown', 'mailboxfull'] as const) {
      await undeliverables.record(undeliverable({ organizationId, reason, recordedAt: iso(failed + 5) }));
    }
    await forget();
    await collect();
    expect(await countedHour(accepted)).toMatchObject({ failures: [] });
    expect(await countedHour(failed)).toMatchObject({
      mails: [],
      failures: [
        { reason: 'userunknown', route: 'customer', count: 2 },
        { reason: 'mailboxfull', route: 'customer', count: 1 },
      ],
    });
  });

  it('follows what becomes of its mails, however late, and a repetition changes nothing', async () => {
    const at = hour(4);
    await mail({ acceptedAt: at, state: 'deferred', afterMs: 10 });
    await collect();
    expect(await countedHour(at)).toMatchObject({ mails: [{ state: 'deferred', count: 1 }] });
    await collect();
    await attempt('sent', at + 2 * hourMs);
    await collect();
    const counted = await countedHour(at);
    expect(counted).toMatchObject({ mails: [{ state: 'sent', count: 1 }], latency: [{ count: 1 }] });
    await collect();
    await forget();
    await collect();
    expect(await countedHour(at)).toEqual(counted);
    expect(await mongo.raw.collection('statistics').countDocuments({ organizationId })).toBe(1);
  });

  it('is not counted anew once its mails are being dropped', async () => {
    const at = hour(29 * 24 + 19);
    const id = await mail({ acceptedAt: at, state: 'sent' });
    await mail({ acceptedAt: at + 1, state: 'sent' });
    await collect();
    expect(await countedHour(at)).toMatchObject({ mails: [{ state: 'sent', count: 2 }] });
    await mongo.raw.collection<{ _id: string }>('outbox').deleteOne({ _id: id });
    await forget();
    await collect({ recordDays: 29 });
    expect(await countedHour(at)).toMatchObject({ mails: [{ state: 'sent', count: 2 }] });
  });
});

describe('all organizations together', () => {
  it('are the sum of each of them, and are told with how many were in which state', async () => {
    const at = hour(50);
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const id of ids) {
      organizationId = id;
      await mail({ acceptedAt: at, state: 'sent', afterMs: 100 });
      await mail({ acceptedAt: at + 1, state: 'undeliverable' });
    }
    const projector = new MongoLifecycleProjector(mongo.connection, testSeal);
    for (const id of ids) await projector.save(initialState(id), []);
    await collect();
    const { periods, countedUntil } = await read(null, at);
    expect(Date.now() - Date.parse(countedUntil ?? '')).toBeLessThan(60_000);
    const own = await Promise.all(ids.map(async (id) => (await read(id, at)).periods[0]!));
    const { mails, latency } = sumOf(own);
    expect(periods[0]).toMatchObject({ at: iso(at), organizations: null });
    expect(periods[0]!.mails.toSorted(byState)).toEqual(mails.toSorted(byState));
    expect(periods[0]!.latency).toEqual(latency);
    expect(periods.at(-1)).toMatchObject({
      at: iso(hour(0)),
      organizations: [{ entitlement: 'locked', draft: 'none', live: 'none', count: 3 }],
    });
  });

  it('a collection that was cut off goes on where it was, and counts everything once', async () => {
    const at = hour(60);
    const ids = Array.from({ length: 3 }, () => randomUUID());
    for (const id of ids) {
      organizationId = id;
      await mail({ acceptedAt: at, state: 'sent' });
    }
    await mongo.raw.collection('statistics').deleteMany({});
    await forget();
    expect(await collect({ workMs: 0 })).toBeGreaterThan(1);
    const { periods } = await read(null, at);
    expect(periods[0]).toMatchObject({ mails: [{ state: 'sent', count: 3 }] });
  });
});

function byState(one: { readonly state: string }, other: { readonly state: string }): number {
  return one.state.localeCompare(other.state);
}

describe('what is old', () => {
  const hours = async () =>
    await mongo.raw.collection('statistics').countDocuments({ organizationId, interval: 'hour' });
  const yesterday = (): number => startOf('day', Date.now()) - dayMs;

  it('is one period for each day in the place of its hours, with the same counts', async () => {
    for (const each of [1, 5, 23]) await mail({ acceptedAt: yesterday() + each * hourMs, state: 'sent', afterMs: 10 });
    await collect();
    const before = await read(organizationId, yesterday(), 'day');
    expect(before.periods).toMatchObject([{ at: iso(yesterday()), mails: [{ state: 'sent', count: 3 }] }]);
    expect(await hours()).toBe(3);
    expect(await collector.rollUp(iso(startOf('day', Date.now())), 1_000)).toBe(false);
    expect(await hours()).toBe(0);
    expect((await read(organizationId, yesterday(), 'day')).periods).toEqual(before.periods);
    expect((await read(organizationId, yesterday())).periods).toEqual([]);
  });

  it('is not counted less when becoming a day was cut off half-way', async () => {
    for (const each of [1, 5]) await mail({ acceptedAt: yesterday() + each * hourMs, state: 'sent' });
    await collect();
    const left = await mongo.raw.collection('statistics').findOne({ organizationId, interval: 'hour' });
    await collector.rollUp(iso(startOf('day', Date.now())), 1_000);
    await mongo.raw.collection('statistics').insertOne(left!);
    const days = async () => (await read(organizationId, yesterday(), 'day')).periods;
    expect(await days()).toMatchObject([{ mails: [{ count: 2 }] }]);
    await collector.rollUp(iso(startOf('day', Date.now())), 1_000);
    expect(await days()).toMatchObject([{ mails: [{ count: 2 }] }]);
    expect(await hours()).toBe(0);
  });

  it('is dropped in the end', async () => {
    await mail({ acceptedAt: yesterday() + hourMs, state: 'sent' });
    await collect();
    await collector.rollUp(iso(startOf('day', Date.now())), 1_000);
    while (await collector.drop(iso(startOf('day', Date.now())), 2));
    expect((await read(organizationId, yesterday(), 'day')).periods).toEqual([]);
  });
});
