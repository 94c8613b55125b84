import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { mongo as driver } from 'mongoose';

import { KeyRing } from '../../../adapters/crypto/key-ring';
import { LocalKeys } from '../../../adapters/crypto/local-keys';
import { SealedBox } from '../../../adapters/crypto/sealed-box';
import { MongoAttachmentStore } from '../../../adapters/mongo/mongo-attachment-store';
import { MongoBrandingStore } from '../../../adapters/mongo/mongo-branding-store';
import { MongoCheckAllowance } from '../../../adapters/mongo/mongo-check-allowance';
import { MongoCheckProgressLog } from '../../../adapters/mongo/mongo-check-progress-log';
import { MongoCheckReportStore } from '../../../adapters/mongo/mongo-check-report-store';
import { MongoReportRetention } from '../../../adapters/mongo/mongo-report-retention';
import { MongoEventFeed } from '../../../adapters/mongo/mongo-event-feed';
import { MongoBounceLedger } from '../../../adapters/mongo/mongo-bounce-ledger';
import { MongoCredentialVault } from '../../../adapters/mongo/mongo-credential-vault';
import { MongoKeyUsage } from '../../../adapters/mongo/mongo-key-usage';
import { MongoDriftLedger } from '../../../adapters/mongo/mongo-drift-ledger';
import { MongoAnnouncementLedger } from '../../../adapters/mongo/mongo-announcement-ledger';
import { MongoAuditSearch } from '../../../adapters/mongo/mongo-audit-search';
import { MongoAuditArchive } from '../../../adapters/mongo/mongo-audit-archive';
import { MongoLifecycleProjector } from '../../../adapters/mongo/mongo-lifecycle-projector';
import { MongoInboundAudit } from '../../../adapters/mongo/mongo-inbound-audit';
import { MongoInboundRefusals } from '../../../adapters/mongo/mongo-inbound-refusals';
import { MongoInboundMailStore } from '../../../adapters/mongo/mongo-inbound-mail-store';
import { MongoLifecycleStore } from '../../../adapters/mongo/mongo-lifecycle-store';
import { MongoMailDesk } from '../../../adapters/mongo/mongo-mail-desk';
import { MongoMailRetention } from '../../../adapters/mongo/mongo-mail-retention';
import { MongoProjectionInspector } from '../../../adapters/mongo/mongo-projection-inspector';
import { MongoOutbox } from '../../../adapters/mongo/mongo-outbox';
import { MongoReviewPresence } from '../../../adapters/mongo/mongo-review-presence';
import { MongoSessionStore } from '../../../adapters/mongo/mongo-session-store';
import { MongoStatisticsCollector } from '../../../adapters/mongo/mongo-statistics-collector';
import { MongoStatisticsReader } from '../../../adapters/mongo/mongo-statistics-reader';
import { MongoSuppressionList } from '../../../adapters/mongo/mongo-suppression-list';
import { MongoTestMailRegister } from '../../../adapters/mongo/mongo-test-mail-register';
import { MongoUndeliverableStore } from '../../../adapters/mongo/mongo-undeliverable-store';
import { MongoWebhookStore } from '../../../adapters/mongo/mongo-webhook-store';
import type { AuditSearchFilter } from '../../../activities/ports/audit-search';
import { sortFields, type ListName, type ListPage, type SortKind } from '../../../domain/list-order';
import { Secret } from '../../../domain/secret';
import { initialState } from '../../../domain/lifecycle/state';
import { logo } from '../mail/mail-parts';
import { allCategories, at, attempt, claim, newMail } from './outbox-fixtures';
import { undeliverable } from '../../support/undeliverables';
import { ordersOf } from './orders-of';
import { StoreMethods } from './store-methods';
import { openTestMongo, testSeal, type TestMongo } from './test-mongo';

type Command = driver.Document;

let mongo: TestMongo;
let methods: StoreMethods;
const commands: Command[] = [];

/** Names whose plan can be asked for. */
const explainable = new Set(['find', 'aggregate', 'update', 'delete', 'findAndModify', 'distinct', 'count']);

beforeAll(async () => {
  methods = await StoreMethods.watch();
  mongo = await openTestMongo((command) => commands.push(command));
});

afterAll(() => mongo.close());

/** The commands that an operation sends, as the driver sends them. */
async function sentBy(operation: () => Promise<unknown>): Promise<Command[]> {
  commands.length = 0;
  await methods.during(operation);
  return commands.filter((command) => explainable.has(Object.keys(command)[0]!));
}

async function stagesOf(command: Command): Promise<string[]> {
  const ignored = new Set(['lsid', '$db', '$clusterTime', 'writeConcern', 'txnNumber']);
  const explained = Object.fromEntries(Object.entries(command).filter(([key]) => !ignored.has(key)));
  const plan = await mongo.raw.command({ explain: explained, verbosity: 'queryPlanner' });
  return winningPlans(plan).flatMap((each) =>
    [...JSON.stringify(each).matchAll(/"stage":"([A-Z_]+)"/g)].map(([, stage]) => stage!),
  );
}

/** A plan may have several of them: one for each branch and cursor. */
function winningPlans(plan: unknown): unknown[] {
  if (typeof plan !== 'object' || plan === null) return [];
  return Object.entries(plan).flatMap(([key, value]) => (key === 'winningPlan' ? [value] : winningPlans(value)));
}

async function expectIndexed(operation: () => Promise<unknown>): Promise<void> {
  const sent = await sentBy(operation);
  expect(sent.length).toBeGreaterThan(0);
  for (const command of sent) {
    const stages = await stagesOf(command);
    expect({ command: Object.keys(command)[0], stages }).not.toMatchObject({
      stages: expect.arrayContaining(['COLLSCAN']),
    });
    const isIndexed = stages.some((stage) => /IXSCAN|IDHACK|DISTINCT_SCAN|EXPRESS|COUNT_SCAN|UPSERT/.test(stage));
    expect({ command, stages, isIndexed }).toEqual({ command, stages, isIndexed: true });
  }
}

/** The same for a list, which is not sorted in memory either: its index gives it in order. */
async function expectInOrder(operation: () => Promise<unknown>): Promise<void> {
  await expectIndexed(operation);
  for (const command of await sentBy(operation)) expect(await stagesOf(command)).not.toContain('SORT');
}

/** A list in every order that it has, from its beginning on and from behind a place. */
async function expectOrdersOf<List extends ListName>(
  list: List,
  read: (page: ListPage<List>) => Promise<unknown>,
): Promise<void> {
  for (const order of ordersOf(list)) {
    await expectInOrder(() => read({ limit: 5, order }));
    const kinds: Readonly<Record<string, SortKind>> = sortFields[list];
    const value = { moment: at(3), text: 'x', number: 3 }[kinds[order.by] ?? 'text'];
    await expectInOrder(() => read({ limit: 5, order, after: { value, id: 'x' } }));
  }
}

const auditFilters: readonly AuditSearchFilter[] = [
  {},
  { organizationId: 'org-1' },
  { event: 'unlock', since: at(0), until: at(9) },
  { requestId: 'r-1' },
  { actor: 'anna@people.example' },
  { part: 'timer', outcome: 'refused' },
];

/** An insert looks for nothing. A store that is new to the connection has its indexes made first. */
async function expectInsertsOnly(operation: () => Promise<unknown>): Promise<void> {
  expect(await sentBy(operation)).toEqual([]);
  const names = new Set(commands.map((command) => Object.keys(command)[0]));
  names.delete('createIndexes');
  expect([...names]).toEqual(['insert']);
}

describe('every query of the stores is answered from an index', () => {
  it('the outbox', async () => {
    const outbox = new MongoOutbox(mongo.connection);
    const desk = new MongoMailDesk(mongo.connection);
    const organizationId = 'acme';
    const mails = Array.from({ length: 30 }, (_value, index) => newMail({ organizationId, notBefore: at(index / 60) }));
    for (const mail of mails) await outbox.accept(mail);
    const [first] = mails;
    await attempt(outbox, organizationId, 'sent', 1);
    await expectIndexed(() => outbox.accept({ ...first!, id: randomUUID() }));
    await expectIndexed(() => outbox.find(first!.id));
    await expectIndexed(() => outbox.findByKey(organizationId, first!.idempotencyKey));
    for (const filter of [
      {},
      { recipient: 'ann@customer.example', since: at(0) },
      { state: 'deferred', until: at(9) },
      { category: 'marketing' },
      { category: 'transactional', route: 'platform' },
    ] as const) {
      await expectOrdersOf('messages', (page) => outbox.list({ organizationId, ...filter }, page));
    }
    for (const filter of [{}, { organizationId, since: at(0) }]) {
      await expectOrdersOf('messagesNeedingAttention', (page) =>
        desk.needingAttention({ state: 'held', ...filter }, page),
      );
    }
    await expectIndexed(() => desk.history(first!.id));
    await expectIndexed(() => desk.original(first!.id));
    await expectIndexed(() => desk.cancel(mails.at(-1)!.id, at(1)));
    await expectIndexed(() => outbox.waitingSince([organizationId, 'other'], at(1)));
    const told = {
      route: 'customer',
      categories: allCategories,
      lanes: [0],
      mailsPerLane: 1,
      hinted: ['m-1'],
    } as const;
    await expectIndexed(async () => {
      const run = outbox.whenFree('other');
      await run.claim({ ...told, now: at(1) });
      await run.close();
    });
    await expectIndexed(() => outbox.hastenDeferred(organizationId, at(1)));
    await expectIndexed(() => claim(outbox, organizationId, 1));
    await expectIndexed(() => attempt(outbox, organizationId, 'undeliverable', 1));
    await expectHeldMailIndexed(desk, outbox);
    await expectIndexed(() => outbox.nextNoticeDueAt(organizationId));
    await expectIndexed(() => outbox.giveUpDue(organizationId, ['marketing'], at(2), 'GIVEN_UP'));
    await expectIndexed(() => outbox.cancelWaiting(organizationId, ['marketing'], at(2), 'CANCELLED'));
    await expectIndexed(() => outbox.expireOverdue(organizationId, at(2)));
    await expectIndexed(() => outbox.nextDueAt(organizationId, allCategories));
    await expectIndexed(() => outbox.owedNotices(organizationId, at(2), 5));
    await expectIndexed(() => outbox.postponeNotices([first!.id], at(2)));
    await expectIndexed(() => outbox.noticeSource(first!.id));
    await expectIndexed(() => outbox.settleNotice({ mailId: first!.id, recipient: 'nobody' }));
    await expectIndexed(() => outbox.organizationsWithWork(at(2), 5));
  });

  async function expectHeldMailIndexed(desk: MongoMailDesk, outbox: MongoOutbox): Promise<void> {
    const mail = newMail({ organizationId: 'with-held' });
    await outbox.accept(mail);
    await attempt(outbox, 'with-held', 'held', 1);
    const resolved = { resolution: 'undeliverable', reason: 'It never came', by: 'otto', at: at(2) } as const;
    await expectIndexed(() => desk.resolveHeld(mail.id, resolved));
  }

  it('the claim is sorted by its index, not in memory', async () => {
    const outbox = new MongoOutbox(mongo.connection);
    const sent = await sentBy(() => claim(outbox, 'acme', 1));
    const looking = sent.find((command) => command['find'] === 'outbox' && 'sort' in command);
    const stages = await stagesOf(looking!);
    expect(stages).toContain('SORT_MERGE');
    // The index tells everything: no mail is read before it is claimed.
    expect(stages).not.toContain('FETCH');
    expect(stages).not.toContain('SORT');
  });

  it('projections and audit trails', async () => {
    const store = new MongoLifecycleStore(mongo.connection);
    const projector = new MongoLifecycleProjector(mongo.connection, testSeal);
    const archive = new MongoAuditArchive(mongo.connection);
    const search = new MongoAuditSearch(mongo.connection);
    for (let index = 0; index < 20; index += 1) await projector.save(initialState(`org-${index}`), []);
    await expectIndexed(() => projector.save(initialState('org-1'), []));
    await expectIndexed(() => store.find('org-1'));
    const waiting = { entitlement: 'unlocked', draft: 'none', live: 'none' } as const;
    const filters = [{}, { live: 'suspended' }, { entitlement: 'unlocked', text: 'acme' }, waiting] as const;
    for (const filter of [...filters, { live: 'suspended', text: 'acme' } as const]) {
      await expectOrdersOf('organizations', (page) => store.list(page, filter));
    }
    for (const filter of [
      {},
      { dueBefore: at(0), risk: 'FREE_MAIL_SENDER' },
      { claim: { by: null, at: at(0) }, awaitsSecondApproval: true },
    ] as const) {
      await expectOrdersOf('reviews', (page) => store.reviewQueue(page, filter));
    }
    await expectIndexed(() => store.sharing('org-1', ['domain:acme.example', 'host:mail.acme.example'], 5));
    await expectOrdersOf('auditTrail', (page) => store.auditTrail('org-1', page, { event: 'unlock' }));
    for (const filter of auditFilters) {
      await expectOrdersOf('auditSearch', (page) => search.search(filter, page));
    }
    await expectIndexed(() => archive.heads('org-1'));
    await expectIndexed(() => archive.entries('org-1').next());
    await expectIndexed(() => archive.entries(null).next());
  });

  it('comparisons of projections with their lifecycles', async () => {
    const ledger = new MongoDriftLedger(mongo.connection);
    const inspector = new MongoProjectionInspector(mongo.connection);
    const finding = {
      organizationId: 'org-1',
      kind: 'lifecycle-missing',
      fields: [],
      projected: null,
      actual: null,
    } as const;
    await ledger.noteOpen({ ...finding, at: at(0) });
    await expectIndexed(() => ledger.noteOpen({ ...finding, at: at(1) }));
    await expectIndexed(() => ledger.openByKind());
    for (const filter of [
      {},
      { outcome: 'open' },
      { organizationId: 'org-1', since: at(0) },
      { kind: 'lifecycle-missing' },
    ] as const) {
      await expectOrdersOf('projectionDrift', (page) => ledger.list(filter, page));
    }
    await expectIndexed(() => ledger.noteRepaired(finding));
    const counts = { compared: 1, found: 1, repaired: 0 };
    await expectIndexed(() => ledger.endPass({ startedAt: at(0), endedAt: at(1), ...counts }));
    await expectIndexed(() => ledger.lastPass());
    await expectIndexed(() => inspector.page('org-1', 5));
    await expectIndexed(() => inspector.find(['org-1', 'org-2']));
    await expectIndexed(() => inspector.takeBackVersion('org-1', 9, 1));
  });

  it('statistics', async () => {
    const [collector, reader] = [
      new MongoStatisticsCollector(mongo.connection),
      new MongoStatisticsReader(mongo.connection),
    ];
    const outbox = new MongoOutbox(mongo.connection);
    await outbox.accept(newMail({ organizationId: 'acme' }));
    await attempt(outbox, 'acme', 'sent', 1);
    await new MongoUndeliverableStore(mongo.connection).record(undeliverable());
    const hour = at(0);
    const place = { since: hour, startedAt: hour, after: 'a' };
    await collector.countHour('acme', hour);
    await collector.end(place);
    await expectIndexed(() => collector.begin(hour));
    await expectIndexed(() => collector.changed(place, hour, 5));
    await expectIndexed(() => collector.countHour('acme', hour));
    await expectIndexed(() => collector.sumHour(hour));
    await expectIndexed(() => collector.end(place));
    await expectIndexed(() => reader.read('acme', { from: hour, to: at(60), interval: 'hour' }));
    await expectIndexed(() => reader.read(null, { from: hour, to: at(60), interval: 'day' }));
    await expectIndexed(() => collector.rollUp(at(1_440), 5));
    await expectIndexed(() => collector.drop(at(2_880), 5));
    // Neither looking for new mail nor counting organizations reads any of them.
    const [, accepted] = await sentBy(() => collector.changed(place, hour, 5));
    const [organizations] = await sentBy(() => collector.countOrganizations(hour));
    for (const command of [accepted, organizations]) expect(await stagesOf(command!)).not.toContain('FETCH');
  });

  it('feeds of events', async () => {
    const feed = new MongoEventFeed(mongo.connection);
    const progress = new MongoCheckProgressLog(mongo.connection);
    const run = { organizationId: 'acme', purpose: 'draft', revision: 1 } as const;
    for (let number = 1; number < 20; number += 1) await progress.entered({ ...run, run: number }, 'dns');
    await expectIndexed(() => progress.entered({ ...run, run: 1 }, 'connect'));
    await expectIndexed(() => progress.found({ ...run, run: 1 }, 'session', []));
    await expectIndexed(() => progress.finished({ ...run, run: 1 }));
    const place = { at: Date.parse(at(0)), id: 'x' };
    await expectIndexed(() => feed.organizationPlace('org-1'));
    await expectIndexed(() => feed.entries('org-1', 0, 5));
    await expectIndexed(() => feed.checks('acme', place, 5));
    await expectIndexed(() => feed.mails('acme', place, 5));
    await expectIndexed(() => feed.lifecyclesPlace());
    await expectIndexed(() => feed.lifecycles(place, 5));
  });

  it('announcements and webhooks', async () => {
    const ledger = new MongoAnnouncementLedger(mongo.connection);
    await expectIndexed(() => ledger.news('org-1', 5));
    await expectIndexed(() => ledger.settle('org-1', 1));
    await expectIndexed(() => ledger.organizationsWithNews(5));
    for (const store of webhookStores()) await expectDeliveriesIndexed(store);
  });

  const webhookStores = () => [
    MongoWebhookStore.forBackend(mongo.connection),
    MongoWebhookStore.forOrganizations(mongo.connection),
  ];

  async function expectDeliveriesIndexed(store: MongoWebhookStore): Promise<void> {
    const times = { createdAt: at(0), expiresAt: at(60) };
    const event = { organizationId: 'org-1', type: 't', body: '{}', ...times };
    await expectInsertsOnly(() => store.add({ ...event, id: 'evt', sequence: 1 }));
    await expectIndexed(() => store.due('org-1', at(1), 5));
    await expectIndexed(() => store.nextDueAt('org-1'));
    for (const filter of [{}, { state: 'failed' }, { type: 't', since: at(0) }] as const) {
      await expectOrdersOf('webhookDeliveries', (page) => store.list({ organizationId: 'org-1', ...filter }, page));
    }
    await expectIndexed(() => store.replay('org-1', 1, at(1), at(60)));
    await expectIndexed(() => store.record({ id: 'evt', at: at(1), status: 200, trouble: null, retryAt: null }));
    await expectIndexed(() => store.organizationsWithDue(at(1), 5));
  }

  it('check reports', async () => {
    const reports = new MongoCheckReportStore(mongo.connection);
    const times = { startedAt: at(0), finishedAt: at(0) };
    const found = {
      results: [],
      transcript: [],
      certificateExpiresAt: null,
      failingStage: null,
      verdict: 'pass',
    } as const;
    const save = (run: number) =>
      reports.save({ id: `health-1-${run}`, organizationId: 'acme', revision: 1, run, ...found, ...times });
    for (let run = 1; run < 20; run += 1) await save(run);
    // A collection that does not exist yet has no plan.
    await mongo.raw.collection<{ _id: string }>('returned_mail_findings').insertOne({ _id: 'any' });
    for (const filter of [{}, { purpose: 'health', revision: 1 }, { since: at(0), until: at(9) }] as const) {
      await expectOrdersOf('checkReports', (page) => reports.list({ organizationId: 'acme', ...filter }, page));
    }
    await expectIndexed(() => save(20));
    await expectIndexed(() => reports.find('acme', 'health-1-1'));
    await expectIndexed(() => new MongoReportRetention(mongo.connection).dropReports(at(9), 5));
  });

  it('credentials', async () => {
    const keys = new LocalKeys(new KeyRing([{ id: 'k', key: randomBytes(32) }]));
    const box = new SealedBox(keys);
    const vault = new MongoCredentialVault(mongo.connection, box);
    const binding = { organizationId: 'acme', revision: 1, credentialId: 'c-1' };
    await vault.deposit(binding, new Secret('x'));
    await expectIndexed(() => vault.deposit(binding, new Secret('x')));
    await expectIndexed(() => vault.adopt('acme', 'c-1'));
    await expectIndexed(() => vault.open(binding));
    await expectIndexed(() => vault.refuseOther(binding, new Secret('x')));
    await expectIndexed(() => vault.carryOver(binding, { ...binding, revision: 2, credentialId: 'c-2' }));
    await expectIndexed(() => new MongoKeyUsage(mongo.connection, keys, box).look());
    await expectIndexed(() => vault.shred('acme', ['c-1', 'c-2']));
  });

  it('uploaded files', async () => {
    const store = new MongoAttachmentStore(mongo.connection);
    const retention = new MongoMailRetention(mongo.connection, store);
    const about = { organizationId: 'acme', idempotencyKey: 'u-1', contentType: 'application/pdf', mostBytes: 9 };
    const upload = async () =>
      await store.store({ ...about, now: at(0), keptUntil: at(60), content: Readable.from([Buffer.from('%PDF')]) });
    const { id } = await upload();
    await expectIndexed(upload);
    await expectIndexed(() => store.keep('acme', [id], { now: at(0), until: at(90) }));
    await expectIndexed(() => store.read(id).next());
    await expectIndexed(() => store.remove(randomUUID()));
    await expectIndexed(() => retention.dropAttachments({ ...nothingIsOld, now: at(999) }, 5));
  });

  const nothingIsOld = { bodiesBefore: at(0), mailsBefore: at(0), now: at(0) };

  it('the retention of mail', async () => {
    const outbox = new MongoOutbox(mongo.connection);
    const retention = new MongoMailRetention(mongo.connection, new MongoAttachmentStore(mongo.connection));
    await outbox.accept(newMail({ organizationId: 'with-old-mail' }));
    await attempt(outbox, 'with-old-mail', 'sent', 1);
    const allIsOld = { bodiesBefore: at(5), mailsBefore: at(5), now: at(5) };
    await expectIndexed(() => retention.organizations(null, 5));
    await expectIndexed(() => retention.organizations('acme', 5));
    await expectIndexed(() => retention.dropBodies('with-old-mail', allIsOld, 5));
    await expectIndexed(() => retention.dropMails('with-old-mail', allIsOld, 5));
  });

  it('sessions of the dashboards', async () => {
    const store = new MongoSessionStore(mongo.connection);
    const login = { state: 's', nonce: 'n', codeVerifier: 'v', browser: 'b', returnTo: '/' };
    const [now, later] = [new Date(at(0)), new Date(at(60))];
    const renewed = {
      identity: { subject: 'anna', roles: ['org-admin'], organizations: ['acme'], scopes: [] },
      identityValidUntil: later,
      tokens: new Uint8Array([1]),
    } as const;
    const ends = { idleUntil: later, endsAt: later };
    const session = { ...renewed, id: 'one', providerSession: 'p', generation: 0, createdAt: now, ...ends };
    await expectIndexed(() => store.savePendingLogin({ ...login, expiresAt: later }));
    await expectIndexed(() => store.takePendingLogin('s', now));
    await expectInsertsOnly(() => store.create(session));
    await expectIndexed(() => store.find('one', now));
    await expectIndexed(() => store.touch('one', later));
    await expectIndexed(() => store.claimRefresh('one', 0, later, now));
    await expectIndexed(() => store.renew('one', 0, renewed));
    await expectIndexed(() => store.endByNotice({ id: 'n-1', subject: 'anna', providerSession: null }));
    await expectIndexed(() => store.endByNotice({ id: 'n-2', subject: null, providerSession: 'p' }));
    await expectIndexed(() => store.end('one'));
  });

  it('what reviewers, admins and test mails leave behind', async () => {
    const presence = new MongoReviewPresence(mongo.connection);
    const viewer = { subject: 'rita', name: 'Rita', roles: ['reviewer' as const] };
    const visit = { organizationId: 'acme', viewer, now: at(0), until: at(1) };
    await presence.note(visit);
    await expectIndexed(() => presence.note(visit));
    const branding = new MongoBrandingStore(mongo.connection);
    await expectIndexed(() => branding.saveLogo('acme', logo));
    await expectIndexed(() => branding.logo('acme'));
    const allowance = new MongoCheckAllowance(mongo.connection, { perHour: 1 });
    await expectIndexed(() => allowance.take('acme', 'one'));
    await expectIndexed(() => allowance.take('acme', 'two'));
    const testMails = new MongoTestMailRegister(mongo.connection);
    const addresses = { from: 'contracts@acme.example', replyTo: 'a@acme.example', returnPath: 'p@bounce.example' };
    const sent = { ...addresses, messageId: '<m@platform.example>', sentAt: at(0) };
    const awaited = { reference: 'r-1', organizationId: 'acme', revision: 1, run: 1, sent };
    await expectIndexed(() => testMails.expect(awaited));
    await expectIndexed(() => testMails.find('r-1'));
    await expectInsertsOnly(() => testMails.record('acme', 'draft-1-1', []));
    await expectInsertsOnly(() => testMails.recordBounce('acme', 'draft-1-1', passedResult));
  });

  const passedResult = {
    id: 'data',
    stage: 'data',
    verdict: 'pass',
    code: 'TEST_MAIL_ACCEPTED',
    facts: {},
    durationMs: 1,
  } as const;

  it('suppression lists', async () => {
    const list = new MongoSuppressionList(mongo.connection);
    const entry = { organizationId: 'acme', cause: 'manual', reason: null, mailId: null, expiresAt: null } as const;
    const change = { at: at(0), by: { kind: 'system', part: 'delivery' }, note: null, causedBy: 'k' } as const;
    const { id } = await list.add({ ...entry, address: 'a@x.example', change });
    await expectIndexed(() => list.add({ ...entry, address: 'a@x.example', change }));
    await expectIndexed(() => list.suppressed('acme', ['a@x.example', 'b@x.example'], at(1)));
    await expectIndexed(() => list.hasEntries('acme'));
    await expectIndexed(() => list.find('acme', id));
    const command = { organizationId: 'acme', causedBy: 'k', fingerprint: 'f', at: at(0) };
    await list.claim(command);
    await expectIndexed(() => list.claim(command));
    await expectIndexed(() => list.remove({ organizationId: 'acme', id, change }));
    const all = { organizationId: 'acme', now: at(1) };
    for (const filter of [{}, { state: 'active', cause: 'manual' }, { reason: 'userunknown' }] as const) {
      await expectOrdersOf('suppressions', (page) => list.list({ ...all, ...filter }, page));
    }
    // At most two entries are about an address.
    await expectIndexed(() => list.list({ ...all, state: 'active', address: 'a@x.example' }, { limit: 5 }));
  });

  it('undeliverables', async () => {
    const store = new MongoUndeliverableStore(mongo.connection);
    const recorded = undeliverable({ id: 'u-1', notice: null, recordedAt: at(0) });
    await store.record(recorded);
    await expectIndexed(() => store.record(recorded));
    for (const filter of [
      {},
      { cause: 'bounced', reason: 'blocked' },
      { recipient: 'b@x.example' },
      { mailId: 'm-1', since: at(0), until: at(9) },
    ] as const) {
      await expectOrdersOf('undeliverables', (page) => store.list({ organizationId: 'acme', ...filter }, page));
    }
    await expectIndexed(() => store.find('acme', 'u-1'));
    await expectIndexed(() => store.reserveNotice('u-1', { to: 'a@x.example', mailId: 'n', kind: 'single' }));
    await expectIndexed(() => store.refusalCounts('acme', at(0)));
  });

  it('received mails', async () => {
    const store = new MongoInboundMailStore(mongo.connection);
    await store.store(received);
    await expectIndexed(() => store.store(received));
    await expectIndexed(() => store.find('i-1'));
    await expectIndexed(() => store.reopen('i-1'));
    await expectIndexed(() => store.settle('i-1', { outcome: 'kept', findings: [], class: 'other', at: at(1) }));
    for (const filter of [
      {},
      { class: 'unparseable' },
      { outcome: 'rejected', since: at(0) },
      { state: 'stored' },
    ] as const) {
      await expectOrdersOf('inboundMails', (page) => store.list(filter, page));
    }
    await expectIndexed(() => store.unsettled(at(1), 5));
    const mail = { inboundMailId: 'i-1', receivedAt: at(1), since: at(0) };
    await expectIndexed(() => store.isKnownRejection({ organizationId: 'acme', fault: 'foreign-address', ...mail }));
  });

  const received = {
    id: 'i-1',
    raw: Buffer.from('Subject: Undelivered'),
    envelope: { sender: '', recipient: 'b-token@bounce.example' },
    peer: { address: '192.0.2.1', name: '', protocol: 'smtp', isEncrypted: true },
    receivedAt: at(0),
    class: 'bounce',
    token: { kind: 'bounce', reference: randomUUID(), position: null, organizationTag: '0123456789', lastDay: 20_000 },
  } as const;

  it('refusals of the listener', async () => {
    const audit = new MongoInboundAudit(mongo.connection, { onError: () => undefined });
    const refusals = new MongoInboundRefusals(mongo.connection);
    audit.note({ reason: 'forged', network: '192.0.2.1', at: new Date(at(0)) });
    await expectIndexed(() => audit.flush());
    for (const filter of [{}, { reason: 'forged' }] as const) {
      await expectOrdersOf('inboundRefusals', (page) => refusals.list(filter, page));
    }
  });

  it('the outbox as bounces see it', async () => {
    const ledger = new MongoBounceLedger(mongo.connection, new MongoOutbox(mongo.connection));
    const move = { mailId: 'm', position: 0, from: ['sent'], to: 'undeliverable', answer: null } as const;
    await expectIndexed(() => ledger.move({ ...move, noticeDueAt: at(1), now: at(0) }));
    await expectIndexed(() => ledger.find('m'));
    await expectIndexed(() => ledger.findByMessageId(`<${randomUUID()}@platform.example>`));
    await expectIndexed(() => ledger.findByRecipient('a@x.example', { from: at(0), to: at(9) }, 5));
  });
});

/** Why a method of a store has no plan above. */
const unexplained: Readonly<Record<string, string>> = {
  'MongoCredentialRewrapper.rewrapAll': 'goes through all credentials, by hand, once for each new key',
  'MongoInboundAudit.note': 'counts in memory',
};

it('no method of a store has been left out', () => {
  const missing = [...methods.all].filter((each) => !methods.called.has(each));
  expect(missing.toSorted()).toEqual(Object.keys(unexplained).toSorted());
});

describe('with ten thousand organizations', () => {
  const organizations = 10_000;
  const limit = 50;
  const store = () => new MongoLifecycleStore(mongo.connection);

  beforeAll(async () => {
    const statuses = { version: 1, entitlement: 'unlocked', live: 'none' };
    const documents = Array.from({ length: organizations }, (_, index) => {
      const awaits = index % 20 === 0;
      const draft = awaits ? 'awaiting-review' : 'none';
      const draftSince = awaits ? new Date(Date.parse(at(0)) + index) : null;
      const organizationId = `many-${String(index).padStart(5, '0')}`;
      const texts = { sortName: `name ${organizations - index}`, searchText: organizationId };
      return { _id: organizationId, ...statuses, draft, draftSince, ...texts, state: initialState(organizationId) };
    });
    await mongo.raw.collection<{ _id: string }>('organizations').insertMany(documents);
  });

  /** How many documents and keys a page makes the database look at, and whether it has to sort. */
  async function effortOf(operation: () => Promise<unknown>) {
    const [looking] = await sentBy(operation);
    const ignored = new Set(['lsid', '$db', '$clusterTime']);
    const explained = Object.fromEntries(Object.entries(looking!).filter(([key]) => !ignored.has(key)));
    const { executionStats } = await mongo.raw.command({ explain: explained, verbosity: 'executionStats' });
    const { totalDocsExamined: documents, totalKeysExamined: keys } = executionStats;
    return { documents, keys, sorts: (await stagesOf(looking!)).includes('SORT') };
  }

  it('a page of organizations or of the review queue looks at no more than it shows', async () => {
    const queue = await store().reviewQueue({ limit });
    const last = queue.at(-1)!.organizationId;
    const shown = { documents: limit, keys: expect.any(Number), sorts: false };
    expect(queue).toHaveLength(limit);
    expect(await effortOf(() => store().list({ limit }))).toEqual(shown);
    expect(await effortOf(() => store().list({ limit, after: { value: 'many-05000', id: 'many-05000' } }))).toEqual(
      shown,
    );
    expect(await effortOf(() => store().reviewQueue({ limit }))).toEqual(shown);
    const byName = { by: 'name', isDescending: true } as const;
    expect(await effortOf(() => store().list({ limit, order: byName }))).toEqual(shown);
    expect(await effortOf(() => store().reviewQueue({ limit, order: byName }))).toEqual(shown);
    const since = new Date(Date.parse(at(0)) + Number(last.slice('many-'.length))).toISOString();
    const next = await effortOf(() => store().reviewQueue({ limit, after: { value: since, id: last } }));
    expect(next.sorts).toBe(false);
    expect(next.documents).toBeLessThanOrEqual(limit + 1);
    expect(next.keys).toBeLessThanOrEqual(limit + 2);
  });

  it('what a search leaves out is passed over in the index, without reading it', async () => {
    for (const by of ['organizationId', 'name'] as const) {
      const order = { by, isDescending: false };
      const effort = await effortOf(() => store().list({ limit, order }, { text: 'many-0777' }));
      expect(effort).toEqual({ documents: 10, keys: expect.any(Number), sorts: false });
    }
  });
});

describe('every write', () => {
  it('waits for as many nodes as the address says and for the journal, and uses neither session nor transaction', async () => {
    const outbox = new MongoOutbox(mongo.connection);
    commands.length = 0;
    await outbox.accept(newMail({ organizationId: 'durable' }));
    await attempt(outbox, 'durable', 'sent', 1);
    const writes = commands.filter((command) =>
      /^(insert|update|delete|findAndModify)$/.test(Object.keys(command)[0]!),
    );
    expect(writes.map((command) => Object.keys(command)[0])).toEqual([
      'insert',
      'findAndModify',
      'update',
      // The mark that its lane has begun.
      'update',
      'insert',
      'update',
      'update',
    ]);
    for (const write of writes) {
      expect(write['writeConcern']).toMatchObject({ w: 1, j: true });
      expect(write).not.toHaveProperty('startTransaction');
    }
  });
});
