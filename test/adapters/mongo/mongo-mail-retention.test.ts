import { randomBytes, randomUUID } from 'node:crypto';

import { MongoAttachmentStore } from '../../../adapters/mongo/mongo-attachment-store';
import { MongoMailDesk } from '../../../adapters/mongo/mongo-mail-desk';
import { MongoMailRetention } from '../../../adapters/mongo/mongo-mail-retention';
import { MongoReportRetention } from '../../../adapters/mongo/mongo-report-retention';
import { MongoOutbox } from '../../../adapters/mongo/mongo-outbox';
import { createRetentionActivities } from '../../../activities/retention-activities';
import { MockActivityEnvironment } from '@temporalio/testing';
import { attempt, newMail } from './outbox-fixtures';
import { openTestMongo, type TestMongo } from './test-mongo';

const dayMs = 24 * 3_600_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * dayMs).toISOString();
const now = new Date().toISOString();

let mongo: TestMongo;
let outbox: MongoOutbox;
let attachments: MongoAttachmentStore;
let retention: MongoMailRetention;
let organizationId: string;

beforeAll(async () => {
  mongo = await openTestMongo();
  outbox = new MongoOutbox(mongo.connection);
  attachments = new MongoAttachmentStore(mongo.connection);
  retention = new MongoMailRetention(mongo.connection, attachments);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(() => {
  organizationId = randomUUID();
});

/** A mail that was accepted so many days ago, with an attempt that ended in this state. */
async function mailOf(days: number, state: 'sent' | 'held' | 'deferred' | 'undeliverable' = 'sent'): Promise<string> {
  const id = randomUUID();
  await outbox.accept(
    newMail({ id, organizationId, idempotencyKey: id, bytes: Buffer.from('Subject: x\r\n\r\nbody') }),
  );
  await attempt(outbox, organizationId, state, 1);
  const acceptedAt = new Date(daysAgo(days));
  await mongo.raw.collection<{ _id: string }>('outbox').updateOne({ _id: id }, { $set: { acceptedAt } });
  return id;
}

async function sweep(): Promise<boolean> {
  const reports = new MongoReportRetention(mongo.connection);
  const activities = createRetentionActivities({ retention, reports, bodyDays: 30, recordDays: 400, reportDays: 90 });
  return await new MockActivityEnvironment().run(activities.dropOldMail);
}

async function bodyOf(id: string): Promise<number | undefined> {
  const found = await mongo.raw.collection<{ _id: string; bytes: Buffer }>('outbox').findOne({ _id: id });
  return found?.bytes.length;
}

describe('the sweep of old mail', () => {
  it('drops bodies first, mails with their attempts later, and nothing that is young', async () => {
    const [young, middle, old] = [await mailOf(29), await mailOf(31), await mailOf(401)];
    expect(await sweep()).toBe(false);
    expect(await bodyOf(young)).toBeGreaterThan(0);
    expect(await bodyOf(middle)).toBe(0);
    expect(await outbox.find(middle)).toMatchObject({ state: 'sent', recipients: [{ answer: { replyCode: 250 } }] });
    expect(await outbox.find(old)).toBeNull();
    const entries = await mongo.raw.collection<{ _id: string }>('ledger').find({}).toArray();
    expect(entries.some(({ _id }) => _id.startsWith(`${old}/`))).toBe(false);
    expect(entries.some(({ _id }) => _id.startsWith(`${middle}/`))).toBe(true);
  });

  it('leaves what waits, is held, or owes a notice, and comes back for it once it is settled', async () => {
    const left = [await mailOf(500, 'deferred'), await mailOf(500, 'held'), await mailOf(500, 'undeliverable')];
    await sweep();
    const [waiting = '', held = '', owing = ''] = left;
    for (const id of left) expect(await bodyOf(id)).toBeGreaterThan(0);
    const desk = new MongoMailDesk(mongo.connection);
    await desk.resolveHeld(held, { resolution: 'sent', reason: 'The log', by: 'ops', at: now });
    await outbox.settleNotice({ mailId: owing, recipient: newMail().recipients[0] ?? '' });
    await desk.cancel(waiting, now);
    await sweep();
    expect(await Promise.all(left.map(async (id) => await outbox.find(id)))).toEqual([null, null, null]);
  });

  it('goes through more mails than a batch has, and begins where it ended', async () => {
    const ids: string[] = [];
    for (let mail = 0; mail < 7; mail += 1) ids.push(await mailOf(100 - mail));
    const times = { bodiesBefore: daysAgo(30), mailsBefore: daysAgo(400), now };
    const turns: boolean[] = [];
    do turns.push(await retention.dropBodies(organizationId, times, 3));
    while (turns.at(-1) === true && turns.length < 10);
    expect(turns.length).toBeLessThanOrEqual(4);
    expect(await Promise.all(ids.map(bodyOf))).toEqual(ids.map(() => 0));
    expect(await retention.dropBodies(organizationId, times, 3)).toBe(false);
  });

  it('overlooks none of more mails than a batch has that were accepted in the same millisecond', async () => {
    const ids: string[] = [];
    for (let mail = 0; mail < 7; mail += 1) ids.push(await mailOf(50));
    const acceptedAt = new Date(daysAgo(50));
    await mongo.raw.collection('outbox').updateMany({ organizationId }, { $set: { acceptedAt } });
    const times = { bodiesBefore: daysAgo(30), mailsBefore: daysAgo(40), now };
    while (await retention.dropBodies(organizationId, times, 3));
    expect(await Promise.all(ids.map(bodyOf))).toEqual(ids.map(() => 0));
    while (await retention.dropMails(organizationId, times, 3));
    expect(await Promise.all(ids.map(bodyOf))).toEqual(ids.map(() => undefined));
  });

  it('finds old mail by index alone', async () => {
    const query = { organizationId, acceptedAt: { $gte: new Date(0), $lt: new Date(daysAgo(30)) } };
    const options = { sort: { acceptedAt: 1, _id: 1 }, hint: 'newest_first' } as const;
    const plan = await mongo.raw.collection('outbox').find(query, options).explain('queryPlanner');
    expect(JSON.stringify(plan)).toContain('IXSCAN');
    expect(JSON.stringify(plan)).not.toMatch(/COLLSCAN|"stage":"SORT"/);
  });
});

describe('an attachment whose time is over', () => {
  const kept = async (keptUntil: string): Promise<string> => {
    async function* content(): AsyncGenerator<Uint8Array> {
      yield randomBytes(1_000);
    }
    const about = { organizationId, idempotencyKey: randomUUID(), contentType: 'application/pdf', mostBytes: 10_000 };
    return (await attachments.store({ ...about, content: content(), now: daysAgo(3), keptUntil })).id;
  };
  const isThere = async (id: string): Promise<boolean> => {
    const pieces = await mongo.raw.collection<{ _id: string }>('attachment_pieces').countDocuments({ _id: `${id}/0` });
    return pieces === 1;
  };

  it('is dropped, unless a mail still names it; that one goes with the body of its last mail', async () => {
    const [unused, used, young] = [await kept(daysAgo(1)), await kept(daysAgo(1)), await kept(daysAgo(-1))];
    const mail = await mailOf(1);
    const places = [{ at: 3, attachmentId: used, size: 1_000 }];
    const naming = mongo.raw.collection<{ _id: string }>('outbox');
    await naming.updateOne({ _id: mail }, { $set: { attachments: places } });
    await sweep();
    expect(await Promise.all([unused, used, young].map(isThere))).toEqual([false, true, true]);
    await naming.updateOne({ _id: mail }, { $set: { acceptedAt: new Date(daysAgo(31)) } });
    // A month goes by, of which the sweep has seen nothing yet.
    await mongo.raw.collection<{ _id: string }>('retention').deleteOne({ _id: organizationId });
    const over = { $set: { keptUntil: new Date(daysAgo(1)) } };
    await mongo.raw.collection<{ _id: string }>('attachments').updateOne({ _id: used }, over);
    await sweep();
    expect(await isThere(used)).toBe(false);
  });
});
