import { randomUUID } from 'node:crypto';

import { MockActivityEnvironment } from '@temporalio/testing';

import { createRetentionActivities } from '../../../activities/retention-activities';
import { MongoAttachmentStore } from '../../../adapters/mongo/mongo-attachment-store';
import { MongoCheckReportStore } from '../../../adapters/mongo/mongo-check-report-store';
import { MongoLifecycleProjector } from '../../../adapters/mongo/mongo-lifecycle-projector';
import { MongoMailRetention } from '../../../adapters/mongo/mongo-mail-retention';
import { MongoReportRetention } from '../../../adapters/mongo/mongo-report-retention';
import type { OverallVerdict } from '../../../domain/check-report';
import { after, passed, way } from '../../support/lifecycle-builders';
import { openTestMongo, testSeal, type TestMongo } from './test-mongo';

const dayMs = 24 * 3_600_000;
const today = Date.now();
const daysAgo = (days: number): string => new Date(today - days * dayMs).toISOString();

let mongo: TestMongo;
let reports: MongoCheckReportStore;
let retention: MongoReportRetention;
let organizationId: string;

beforeAll(async () => {
  mongo = await openTestMongo();
  reports = new MongoCheckReportStore(mongo.connection);
  retention = new MongoReportRetention(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(() => {
  organizationId = randomUUID();
});

const raw = () => mongo.raw.collection<{ _id: string; supersededAt?: Date }>('check_reports');

/** A report of a run so many days ago; where it supersedes others, it does so at that time. */
async function saved(id: string, days: number, verdict: OverallVerdict = 'pass'): Promise<void> {
  const run = Number(/\d+$/.exec(id)?.[0] ?? 0);
  const times = { startedAt: daysAgo(days), finishedAt: daysAgo(days) };
  const found = { results: [], transcript: [], certificateExpiresAt: null, failingStage: null };
  await reports.save({ id, organizationId, revision: 1, run, verdict, ...found, ...times });
  const justNow = { organizationId, supersededAt: { $gt: new Date(today - 1) } };
  await raw().updateMany(justNow, { $set: { supersededAt: new Date(daysAgo(days)) } });
}

async function ids(): Promise<string[]> {
  const found = await raw().find({ organizationId }).toArray();
  return found.map(({ _id }) => _id.slice(organizationId.length + 1)).toSorted();
}

async function dropAll(): Promise<void> {
  while (await retention.dropReports(daysAgo(90), 2)) await Promise.resolve();
}

describe('reports of the watch over live servers', () => {
  it('go once a newer one has stood for as long as they are kept, in batches, and the newest never does', async () => {
    for (const [run, days] of [400, 300, 200, 91, 90, 3].entries()) await saved(`health-1-${run}`, days);
    await dropAll();
    // The one of 91 days ago was superseded 90 days ago, to the millisecond.
    expect(await ids()).toEqual(['health-1-3', 'health-1-4', 'health-1-5']);
    await dropAll();
    expect(await ids()).toHaveLength(3);
  });

  it('stay where they tell of a failure, and where they are no routine', async () => {
    await saved('draft-1-1', 900);
    await saved('rotation-1-1', 800);
    await saved('health-1-1', 700, 'fail');
    await saved('health-1-2', 600, 'inconclusive');
    await saved('health-1-3', 500, 'warn');
    await saved('health-1-4', 400);
    await dropAll();
    expect(await ids()).toEqual(['draft-1-1', 'health-1-1', 'health-1-4', 'rotation-1-1']);
  });

  it('are not superseded by an older one that is written again, nor by those of another organization', async () => {
    await saved('health-1-2', 300);
    await saved('health-1-1', 400);
    organizationId = `${organizationId}-2`;
    await saved('health-1-9', 1);
    organizationId = organizationId.slice(0, -2);
    await dropAll();
    expect(await ids()).toEqual(['health-1-1', 'health-1-2']);
  });

  it('stay as long as the lifecycle names them', async () => {
    await saved('health-1-1', 400);
    await saved('health-1-2', 200);
    const live = after(way.live);
    const check = { ...passed, reportId: 'health-1-1' };
    const by = { kind: 'system', part: 'check' } as const;
    const lastResumption = { run: 1, by, at: daysAgo(400), check };
    const named = { ...live, organizationId, live: { ...live.live!, lastResumption } };
    const projector = new MongoLifecycleProjector(mongo.connection, testSeal);
    await projector.save(named, []);
    await dropAll();
    expect(await ids()).toEqual(['health-1-1', 'health-1-2']);
    const forgotten = { ...named, version: named.version + 1, live: live.live };
    await projector.save(forgotten, []);
    await raw().updateOne({ _id: `${organizationId}/health-1-1` }, { $set: { supersededAt: new Date(daysAgo(91)) } });
    await dropAll();
    expect(await ids()).toEqual(['health-1-2']);
  });

  it('are read as they were written, marked or not', async () => {
    await saved('health-1-1', 2);
    await saved('health-1-2', 1);
    expect(await reports.find(organizationId, 'health-1-1')).not.toHaveProperty('supersededAt');
  });

  it('are part of what the sweep removes', async () => {
    await saved('health-1-1', 400);
    await saved('health-1-2', 200);
    const attachments = new MongoAttachmentStore(mongo.connection);
    const activities = createRetentionActivities({
      retention: new MongoMailRetention(mongo.connection, attachments),
      reports: retention,
      bodyDays: 30,
      recordDays: 400,
      reportDays: 90,
    });
    expect(await new MockActivityEnvironment().run(activities.dropOldMail)).toBe(false);
    expect(await ids()).toEqual(['health-1-2']);
  });
});
