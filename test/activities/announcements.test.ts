import { randomUUID } from 'node:crypto';

import { MockActivityEnvironment } from '@temporalio/testing';

import { createAnnouncementActivities, staffOutbox } from '../../activities/announcement-activities';
import { MongoAnnouncementLedger } from '../../adapters/mongo/mongo-announcement-ledger';
import { MongoLifecycleProjector } from '../../adapters/mongo/mongo-lifecycle-projector';
import { MongoWebhookStore } from '../../adapters/mongo/mongo-webhook-store';
import { auditEntry } from '../../domain/lifecycle/audit';
import type { Command, Fact } from '../../domain/lifecycle/events';
import { initialState } from '../../domain/lifecycle/state';
import { transition } from '../../domain/lifecycle/transition';
import { openTestMongo, testSeal, type TestMongo } from '../adapters/mongo/test-mongo';
import { FakeAnnouncer, FakeWebhookSender } from '../support/fakes/fake-announcements';
import { FakeDispatcherWaker, FakeOutboxIntake, RecordingMailComposer } from '../support/fakes/fake-stores';
import { way } from '../support/lifecycle-builders';

let mongo: TestMongo;
let organizationId: string;
let outbox: FakeOutboxIntake;
let composer: RecordingMailComposer;
let dispatcher: FakeDispatcherWaker;
let announcer: FakeAnnouncer;
let sender: FakeWebhookSender;

beforeAll(async () => {
  mongo = await openTestMongo();
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(async () => {
  organizationId = randomUUID();
  outbox = new FakeOutboxIntake();
  composer = new RecordingMailComposer();
  dispatcher = new FakeDispatcherWaker();
  announcer = new FakeAnnouncer();
  sender = new FakeWebhookSender();
  for (const name of ['organizations', 'webhook_deliveries']) await mongo.raw.collection(name).deleteMany({});
});

function activities(changes: { reviewers?: string | null; webhooks?: boolean } = {}) {
  const { reviewers = 'reviewers@platform.example', webhooks = true } = changes;
  return createAnnouncementActivities({
    ledger: new MongoAnnouncementLedger(mongo.connection),
    announcer,
    outbox,
    composer,
    dispatcher,
    platformSender: { name: 'Platform', address: 'no-reply@platform.example' },
    mailboxes: { sales: 'sales@platform.example', reviewers, ops: 'ops@platform.example' },
    staffLocale: 'de',
    webhooks: webhooks ? [{ store: MongoWebhookStore.forBackend(mongo.connection), sender, wants: () => true }] : [],
  });
}

/** Lets these events come about now, as the lifecycle saves them. */
async function saved(events: readonly (Command | Fact)[]): Promise<void> {
  const projector = new MongoLifecycleProjector(mongo.connection, testSeal);
  let state = initialState(organizationId);
  for (const event of events.map((each) => ({ ...each, at: new Date().toISOString() }))) {
    const outcome = transition(state, event);
    if (outcome.kind !== 'accepted') throw new Error(`${event.type} was not accepted`);
    const entry = auditEntry(state, outcome.state, event, { causedBy: 'c', requestId: null });
    state = outcome.state;
    await projector.save(state, [entry]);
  }
}

const run = <Result>(work: (input: { organizationId: string }) => Promise<Result>): Promise<Result> =>
  new MockActivityEnvironment().run(work, { organizationId });

const mails = () => outbox.mails.map(({ recipients, subject }) => `${recipients.join()}: ${subject}`);

describe('announcing', () => {
  it('writes to everybody concerned, in their language, each once however often it is repeated', async () => {
    await saved(way.live);
    await run(activities().announceNews);
    expect(mails()).toEqual([
      'admin@customer.example: Your own mail server can be set up now',
      'admin@customer.example: Please confirm the test mail',
      'reviewers@platform.example: Zu prüfen: E-Mail-Server von Customer',
      'admin@customer.example: Approved: the mail server of Customer',
      'sales@platform.example: Freigegeben: der E-Mail-Server von Customer',
    ]);
    await mongo.raw.collection('organizations').updateOne({}, { $set: { announced: 0, hasNews: true } });
    await run(activities().announceNews);
    expect(outbox.mails).toHaveLength(5);
  });

  it('sends through the platform, as a machine, and answers go to ops', async () => {
    await saved(way.unlocked);
    await run(activities().announceNews);
    expect(outbox.mails[0]).toMatchObject({ category: 'notice', replyTo: 'ops@platform.example' });
    expect(composer.composed[0]).toMatchObject({ autoSubmitted: 'auto-generated', unsubscribeUrl: null });
    expect(dispatcher.woken).toEqual([organizationId]);
  });

  it('keeps mail for our own people out of the organization’s outbox', async () => {
    await saved(way.awaitingReview);
    await run(activities().announceNews);
    const toReviewers = outbox.mails.filter(({ recipients }) => recipients[0] === 'reviewers@platform.example');
    expect(toReviewers.map((mail) => mail.organizationId)).toEqual([staffOutbox]);
    expect(dispatcher.woken).toEqual([organizationId, staffOutbox]);
  });

  it('tells nobody where no mailbox is configured, and queues nothing where no endpoint is', async () => {
    await saved(way.awaitingReview);
    const without = activities({ reviewers: null, webhooks: false });
    expect(await run(without.announceNews)).toEqual({ hasMore: false, hasWebhooks: false });
    expect(mails().filter((mail) => mail.includes('reviewers'))).toEqual([]);
    expect(await run(without.deliverWebhooks)).toEqual({ nextDueAt: null });
    expect(sender.sent).toEqual([]);
  });

  it('begins where it ended, and passes over what is long past', async () => {
    await saved(way.unlocked);
    await mongo.raw
      .collection('audit_entries')
      .updateMany({ organizationId }, { $set: { at: '2020-01-01T00:00:00.000Z' } });
    await run(activities().announceNews);
    expect(outbox.mails).toEqual([]);
    expect(await new MongoAnnouncementLedger(mongo.connection).news(organizationId, 10)).toMatchObject({ entries: [] });
  });

  it('is begun by the sweep where a crash has left it behind, and only there', async () => {
    await saved(way.unlocked);
    await run(activities().announceLeftBehind);
    expect(announcer.announced).toEqual([organizationId]);
    await run(activities({ webhooks: false }).announceNews);
    await new MockActivityEnvironment().run(activities({ webhooks: false }).announceLeftBehind);
    expect(announcer.announced).toEqual([organizationId]);
  });
});

describe('webhooks', () => {
  const deliveries = () => MongoWebhookStore.forBackend(mongo.connection).list({ organizationId }, { limit: 10 });

  it('bring each event once, with its place in the trail and nothing of people', async () => {
    await saved(way.unlocked);
    expect(await run(activities().announceNews)).toEqual({ hasMore: false, hasWebhooks: true });
    expect(await run(activities().deliverWebhooks)).toEqual({ nextDueAt: null });
    expect(await run(activities().announceNews)).toEqual({ hasMore: false, hasWebhooks: false });
    expect(sender.sent.map(({ id, body }) => ({ id, ...(JSON.parse(body) as object) }))).toMatchObject([
      {
        id: `evt_${organizationId}_2`,
        type: 'mail-server.unlock',
        data: { organizationId, sequence: 2, after: { entitlement: 'unlocked' } },
      },
    ]);
    expect(sender.sent[0]!.body).not.toMatch(/sally|@/);
    await run(activities().deliverWebhooks);
    expect(sender.sent).toHaveLength(1);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1, lastStatus: 204 }]);
  });

  it('come again later when the receiver is in trouble, each time after a longer wait', async () => {
    await saved(way.unlocked);
    await run(activities().announceNews);
    sender.answer = { status: 503, trouble: 'REFUSED' };
    const { nextDueAt } = await run(activities().deliverWebhooks);
    expect(await run(activities().announceNews)).toMatchObject({ hasWebhooks: true });
    expect(Date.parse(nextDueAt!)).toBeGreaterThan(Date.now() + 3_000);
    expect(await deliveries()).toMatchObject([
      { state: 'pending', attempts: 1, lastStatus: 503, lastTrouble: 'REFUSED' },
    ]);
    await run(activities().deliverWebhooks);
    expect(sender.sent).toHaveLength(1);
  });

  it('end as failed when they have become too old, and go out again when they are replayed', async () => {
    await saved(way.unlocked);
    await run(activities().announceNews);
    await mongo.raw
      .collection('webhook_deliveries')
      .updateMany({ organizationId }, { $set: { expiresAt: new Date() } });
    sender.answer = { status: null, trouble: 'NOT_REACHED' };
    expect(await run(activities().deliverWebhooks)).toEqual({ nextDueAt: null });
    expect(await deliveries()).toMatchObject([{ state: 'failed', nextAttemptAt: null }]);
    sender.answer = { status: 200, trouble: null };
    const now = new Date();
    const until = new Date(now.getTime() + 60_000).toISOString();
    const store = MongoWebhookStore.forBackend(mongo.connection);
    expect(await store.replay(organizationId, 2, now.toISOString(), until)).toMatchObject({ state: 'pending' });
    expect(await store.replay('another', 2, now.toISOString(), until)).toBeNull();
    await run(activities().deliverWebhooks);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 2 }]);
    expect(new Set(sender.sent.map(({ id, body }) => id + body)).size).toBe(1);
  });
});
