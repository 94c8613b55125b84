import { createHash, randomUUID } from 'node:crypto';

import { MockActivityEnvironment } from '@temporalio/testing';

import { createInboundActivities } from '../../activities/inbound-activities';
import type { ReceivedMailResult } from '../../activities/route-received-mail';
import { createUndeliverableActivities } from '../../activities/undeliverable-activities';
import { HmacReturnAddresses, isMadeFor } from '../../adapters/crypto/hmac-return-addresses';
import { MimeMailComposer } from '../../adapters/mail/mime-mail-composer';
import { MimeBounceReader } from '../../adapters/mime/mime-bounce-reader';
import { MongoCheckReportStore } from '../../adapters/mongo/mongo-check-report-store';
import { MongoBounceLedger } from '../../adapters/mongo/mongo-bounce-ledger';
import { MongoInboundMailStore } from '../../adapters/mongo/mongo-inbound-mail-store';
import { MongoLifecycleStore } from '../../adapters/mongo/mongo-lifecycle-store';
import { MongoTestMailRegister } from '../../adapters/mongo/mongo-test-mail-register';
import { MongoOutbox } from '../../adapters/mongo/mongo-outbox';
import { CatalogueError } from '../../domain/errors';
import type { DeliveryState } from '../../domain/mail-message';
import { openTestMongo, type TestMongo } from '../adapters/mongo/test-mongo';
import { failureDeps } from '../support/failure-deps';
import { FakeDispatcherWaker } from '../support/fakes/fake-stores';
import { command, people, profile } from '../support/lifecycle-builders';
import { OrganizationWithMail } from '../support/organization-with-mail';
import { complaint, deliveryReport, outOfOffice, type ReportedFacts } from '../support/report-mails';

const platformSender = { name: 'Platform', address: 'no-reply@platform.example' };
const recipient = 'nobody@partner.example';
const dayMs = 24 * 60 * 60 * 1000;

let mongo: TestMongo;
let outbox: MongoOutbox;
let store: MongoInboundMailStore;
let testMails: MongoTestMailRegister;
let failures: ReturnType<typeof failureDeps>;
let addresses: HmacReturnAddresses;
let organization: OrganizationWithMail;
let counted: string[][];

beforeAll(async () => {
  mongo = await openTestMongo();
  outbox = new MongoOutbox(mongo.connection);
  store = new MongoInboundMailStore(mongo.connection);
  testMails = new MongoTestMailRegister(mongo.connection);
  failures = failureDeps(mongo, new MongoLifecycleStore(mongo.connection));
  const keys = [{ id: 'k', key: Buffer.alloc(32, 7) }];
  addresses = new HmacReturnAddresses({ keys, domains: { bounce: 'b.example', check: 'b.example' }, validDays: 30 });
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(async () => {
  counted = [];
  organization = await OrganizationWithMail.live(mongo, outbox);
});

const inbound = () =>
  createInboundActivities({
    ...failures,
    inboundMails: store,
    inboundRouter: { route: async () => undefined },
    bounceLedger: new MongoBounceLedger(mongo.connection, outbox),
    returnAddresses: { belongsTo: isMadeFor },
    bounces: new MimeBounceReader(),
    testMails,
    findings: testMails,
    receivedMails: { settled: (outcome, faults) => void counted.push([outcome, ...faults]) },
    platformDomain: 'platform.example',
    collectMs: 0,
  });

const undeliverable = () =>
  createUndeliverableActivities({
    ...failures,
    outbox,
    composer: new MimeMailComposer(),
    dispatcher: new FakeDispatcherWaker(),
    platformSender,
    digestFrom: 3,
  });

interface Arrival {
  readonly raw: Buffer;
  readonly mailId: string | null;
  readonly organizationId?: string;
  readonly receivedAt?: Date;
  readonly position?: number | null;
}

/** Stores a mail as the listener does and routes it. */
async function arrive(arrival: Arrival): Promise<ReceivedMailResult & { id: string }> {
  const { raw, mailId, organizationId = organization.id, receivedAt = new Date(), position = null } = arrival;
  const subject = { kind: 'bounce', organizationId, mailId: mailId ?? '', position } as const;
  const address = mailId === null ? 'postmaster@b.example' : addresses.addressFor(subject, new Date());
  return await arriveAt(address, { raw, receivedAt, class: mailId === null ? 'other' : 'bounce' });
}

interface ArrivalAt extends Pick<Arrival, 'raw' | 'receivedAt'> {
  readonly class: 'bounce' | 'other';
}

async function arriveAt(address: string, { raw, receivedAt = new Date(), class: kind }: ArrivalAt) {
  const reading = addresses.read(address, new Date());
  const id = createHash('sha256').update(address).update(raw).digest('hex');
  await store.store({
    id,
    raw,
    envelope: { sender: '', recipient: address },
    peer: { address: '192.0.2.1', name: 'mx', protocol: 'smtp', isEncrypted: true },
    receivedAt: receivedAt.toISOString(),
    class: kind,
    token: 'token' in reading ? reading.token : null,
  });
  return { ...(await route(id)), id };
}

function route(inboundMailId: string): Promise<ReceivedMailResult> {
  return new MockActivityEnvironment().run(inbound().routeReceivedMail, { inboundMailId });
}

const report = (facts: Partial<ReportedFacts> = {}) => deliveryReport({ recipient, ...facts });

const owed = () => outbox.owedNotices(organization.id, new Date(Date.now() + dayMs).toISOString(), 100);

async function stateOf(mailId: string): Promise<DeliveryState | undefined> {
  return (await outbox.find(mailId))?.state;
}

const listed = () => failures.undeliverables.list({ organizationId: organization.id }, { limit: 50 });

const suppressed = (address = recipient) =>
  failures.suppressions.suppressed(organization.id, [address], new Date().toISOString());

const noticesAccepted = async () =>
  (await outbox.list({ organizationId: organization.id }, { limit: 50 })).filter(
    ({ category }) => category === 'notice',
  );

describe('a report that comes days after its mail was sent (fault 37)', () => {
  it('moves the recipient to undeliverable, owes one notice, and suppresses the dead address', async () => {
    const mailId = await organization.mail('sent');
    const receivedAt = new Date(Date.now() + 3 * dayMs);
    const { outcome } = await arrive({ raw: report(), mailId, receivedAt });
    expect(outcome).toBe('undeliverable');
    expect(await outbox.find(mailId)).toMatchObject({
      state: 'undeliverable',
      recipients: [{ answer: { replyCode: 550, enhancedStatus: '5.1.1' } }],
    });
    expect(await owed()).toMatchObject([{ mailId, recipient, position: 0 }]);
    expect(await listed()).toMatchObject([
      { cause: 'bounced', reason: 'userunknown', hard: true, proof: 'signed-address', remoteMta: 'mx.partner.example' },
    ]);
    expect(await suppressed()).toEqual(new Map([[recipient, ['hard-bounce']]]));
  });

  it('is told of in one notice, with the words of the server that refused', async () => {
    const mailId = await organization.mail('sent');
    await arrive({ raw: report(), mailId });
    const task = { organizationId: organization.id, mailId, recipient };
    await undeliverable().writeNotice(task);
    await undeliverable().writeNotice(task);
    const [notice, ...more] = await noticesAccepted();
    expect(more).toEqual([]);
    const source = await outbox.noticeSource(notice!.id);
    expect(source?.headers).toMatch(/^X-Loop: platform\.example\r$/m);
    expect(source?.headers).toMatch(/^Auto-Submitted: auto-replied\r$/m);
    expect(await listed()).toMatchObject([{ notice: { to: 'admin@customer.example', mailId: notice!.id } }]);
    expect(await owed()).toEqual([]);
  });

  it('speaks of the recipient whose place the address holds, although that one forwarded the mail', async () => {
    const mailId = await organization.mail('sent', ['ann@partner.example', 'bob@partner.example']);
    await arrive({ raw: report({ recipient: 'bob@elsewhere.example' }), mailId, position: 1 });
    expect((await outbox.find(mailId))?.recipients).toMatchObject([{ state: 'sent' }, { state: 'undeliverable' }]);
  });
});

describe('a report that is not to be believed (fault 38)', () => {
  it.each([
    ['made for another organization', { organizationId: 'somebody-else' }, 'foreign-address'],
    ['whose address has expired', { receivedAt: new Date(Date.now() + 60 * dayMs) }, 'expired-address'],
  ])('%s changes nothing and is kept with what is wrong with it', async (_, changes, because) => {
    const mailId = await organization.mail('sent');
    const { id, outcome } = await arrive({ raw: report(), mailId, ...changes });
    expect(outcome).toBe('rejected');
    expect(await store.find(id)).toMatchObject({ state: 'settled', findings: [{ effect: 'rejected', because }] });
    expect(await stateOf(mailId)).toBe('sent');
    expect(await owed()).toEqual([]);
    expect(await listed()).toEqual([]);
    expect(await suppressed()).toEqual(new Map());
    expect(counted).toEqual([['rejected', because]]);
  });

  it('is noted once a day for each fault in the audit trail of whom it was aimed at, also when the note was lost', async () => {
    const mailId = await organization.mail('sent');
    const aimed = { mailId, organizationId: 'somebody-else' };
    const at = (days: number) => new Date(Date.now() + days * dayMs);
    const noted = [{ organizationId: organization.id, fault: 'foreign-address' }];
    const first = await arrive({ raw: report(), ...aimed });
    expect(first.rejections).toEqual(noted);
    const second = await arrive({ raw: report({ status: '5.2.2' }), ...aimed });
    expect([second.rejections, (await route(first.id)).rejections]).toEqual([[], noted]);
    const late = await arrive({ raw: report(), mailId, receivedAt: at(60) });
    expect(late.rejections).toEqual([{ ...noted[0], fault: 'expired-address' }]);
    const other = await arrive({ raw: report({ status: '5.3.0' }), ...aimed, receivedAt: at(2) });
    expect(other.rejections).toEqual(noted);
  });

  it('is noted by one of many that come at once', async () => {
    const mailId = await organization.mail('sent');
    const raws = Array.from({ length: 6 }, (_, count) => report({ diagnostic: `550 5.1.1 no ${count}` }));
    const results = await Promise.all(
      raws.map((raw) => arrive({ raw, mailId, organizationId: 'somebody-else', receivedAt: new Date() })),
    );
    expect(results.flatMap(({ rejections = [] }) => rejections).length).toBeGreaterThan(0);
  });

  it('that brings back another organization’s mail changes neither', async () => {
    const other = await OrganizationWithMail.live(mongo, outbox);
    const [mine, theirs] = [await organization.mail('sent'), await other.mail('sent')];
    const returned = [`Message-ID: ${(await outbox.find(theirs))!.messageId}`];
    const { outcome } = await arrive({ raw: report({ returned }), mailId: mine });
    expect(outcome).toBe('rejected');
    expect([await stateOf(mine), await stateOf(theirs)]).toEqual(['sent', 'sent']);
  });

  it('that names a mail nobody knows, by address or envelope id, is kept and does nothing', async () => {
    expect(await arrive({ raw: report(), mailId: randomUUID() })).toMatchObject({ outcome: 'unknown-mail' });
    const unknown = report({ envelopeId: randomUUID(), recipient: `${randomUUID()}@partner.example` });
    expect(await arrive({ raw: unknown, mailId: null })).toMatchObject({ outcome: 'unknown-mail' });
  });

  it('without an address of ours acts by Message-ID only for a recipient of that mail, and owes no second notice', async () => {
    const mailId = await organization.mail('sent');
    const returned = [`Message-ID: ${(await outbox.find(mailId))!.messageId}`];
    const stranger = await arrive({ raw: report({ returned, recipient: 'eve@partner.example' }), mailId: null });
    expect([stranger.outcome, await stateOf(mailId)]).toEqual(['unknown-mail', 'sent']);
    const found = await arrive({ raw: report({ returned }), mailId: null });
    expect([found.outcome, await stateOf(mailId)]).toEqual(['undeliverable', 'undeliverable']);
    expect(await listed()).toMatchObject([{ proof: 'message-id' }]);
    expect(await owed()).toEqual([]);
  });

  it('that only fits by recipient and time is a guess: shown, never acted upon', async () => {
    const address = `${randomUUID()}@partner.example`;
    const mailId = await organization.mail('sent', [address]);
    const { id, outcome } = await arrive({ raw: report({ recipient: address }), mailId: null });
    expect(outcome).toBe('guessed');
    expect(await store.find(id)).toMatchObject({ findings: [{ proof: 'recipient-and-time', candidates: [mailId] }] });
    expect(await stateOf(mailId)).toBe('sent');
  });
});

describe('what could go round in circles (fault 39)', () => {
  it('a bounce of a notice marks the notice, and nobody is told', async () => {
    const mailId = await organization.mail('sent', [recipient], 'notice');
    expect(await arrive({ raw: report(), mailId })).toMatchObject({ outcome: 'undeliverable' });
    expect(await stateOf(mailId)).toBe('undeliverable');
    expect(await owed()).toEqual([]);
    expect(await listed()).toEqual([]);
    expect(await suppressed()).toEqual(new Map());
  });

  it('our own notice that comes back does nothing, whatever it says', async () => {
    const mailId = await organization.mail('sent');
    const raw = report({ headers: ['X-Loop: platform.example'] });
    expect(await arrive({ raw, mailId })).toMatchObject({ outcome: 'own-notice' });
    expect(await stateOf(mailId)).toBe('sent');
  });

  it('a mail that passed a hundred servers does nothing', async () => {
    const mailId = await organization.mail('sent');
    const headers = Array.from({ length: 101 }, (_, hop) => `Received: from h${hop}.example by h${hop + 1}.example`);
    expect(await arrive({ raw: report({ headers }), mailId })).toMatchObject({ outcome: 'too-many-hops' });
    expect(await stateOf(mailId)).toBe('sent');
  });

  it('an automatic answer changes no state and is answered by nobody', async () => {
    const mailId = await organization.mail('sent');
    expect(await arrive({ raw: outOfOffice(recipient), mailId })).toMatchObject({ outcome: 'no-effect' });
    expect([await stateOf(mailId), await owed(), await noticesAccepted()]).toEqual(['sent', [], []]);
  });
});

describe('mails made to do harm (fault 40)', () => {
  const nested = (depth: number): Buffer => {
    const open = Array.from({ length: depth }, (_, level) =>
      [`Content-Type: multipart/mixed; boundary="b${level}"`, '', `--b${level}`].join('\r\n'),
    );
    return Buffer.from(`From: x@x.example\r\n${open.join('\r\n')}\r\n\r\ninnermost\r\n`);
  };
  const manyParts = (count: number) =>
    Buffer.from(`Content-Type: multipart/mixed; boundary="b"\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`);

  it.each([
    ['100,000 parts', () => manyParts(100_000)],
    ['a depth of 1,000', () => nested(1_000)],
    [
      '10 MB of base64',
      () => Buffer.concat([Buffer.from('Content-Transfer-Encoding: base64\r\n\r\n'), Buffer.alloc(10_000_000, 0x41)]),
    ],
    ['a line of 10 MB', () => Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), Buffer.alloc(10_000_000, 0x20)])],
  ])('%s come to the queue of those that nobody can read, in bounded time and memory', async (_, make) => {
    const mailId = await organization.mail('sent');
    const raw = make();
    const before = process.memoryUsage().rss;
    const startedAt = process.cpuUsage();
    expect(await arrive({ raw, mailId })).toMatchObject({ outcome: 'unparseable' });
    const { user, system } = process.cpuUsage(startedAt);
    expect((user + system) / 1_000).toBeLessThan(5_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(400_000_000);
    expect(await store.list({ class: 'unparseable' }, { limit: 1 })).toMatchObject([{ outcome: 'unparseable' }]);
  });

  it('an encrypted report comes to the same queue, and says why', async () => {
    const mailId = await organization.mail('sent');
    const raw = Buffer.from('Subject: Report\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA1\r\n');
    expect(await arrive({ raw, mailId })).toMatchObject({ outcome: 'encrypted' });
    expect(await store.list({ class: 'unparseable' }, { limit: 1 })).toMatchObject([{ outcome: 'encrypted' }]);
  });

  it('a flood of forged reports leaves the genuine one among them its effect', async () => {
    const mailId = await organization.mail('sent');
    const forged = Array.from({ length: 60 }, (_, count) =>
      arrive({ raw: report({ diagnostic: `550 5.1.1 no ${count}` }), mailId, organizationId: 'somebody-else' }),
    );
    const genuine = arrive({ raw: report(), mailId });
    expect(new Set((await Promise.all(forged)).map(({ outcome }) => outcome))).toEqual(new Set(['rejected']));
    expect(await genuine).toMatchObject({ outcome: 'undeliverable' });
    expect(await owed()).toHaveLength(1);
  });
});

describe('a report that comes again, early or late (fault 41)', () => {
  it('twice, or from two servers, is one undeliverable and one notice', async () => {
    const mailId = await organization.mail('sent');
    const first = await arrive({ raw: report(), mailId });
    const settled = await store.find(first.id);
    await arrive({ raw: report(), mailId });
    expect(await store.find(first.id)).toMatchObject({ copies: 2, settledAt: settled?.settledAt });
    const other = report({ status: '5.2.2', diagnostic: '552 5.2.2 Mailbox full' });
    expect(await arrive({ raw: other, mailId })).toMatchObject({ outcome: 'no-effect' });
    expect(await owed()).toHaveLength(1);
    expect(await listed()).toMatchObject([{ reason: 'userunknown' }]);
  });

  it('at the same time from everywhere is one undeliverable', async () => {
    const mailId = await organization.mail('sent');
    const raws = Array.from({ length: 8 }, (_, count) => report({ diagnostic: `550 5.1.1 unknown ${count}` }));
    const results = await Promise.all(raws.map((raw) => arrive({ raw, mailId })));
    // Who lost the race is routed once more, and finds that it is known.
    for (const { id, again } of results) if (again) expect(await route(id)).toMatchObject({ outcome: 'no-effect' });
    expect([await stateOf(mailId), (await owed()).length, (await listed()).length]).toEqual(['undeliverable', 1, 1]);
  });

  it('answers what a held mail leaves open: a bounce as undeliverable, a success report as sent', async () => {
    const [one, other] = [await organization.mail('held'), await organization.mail('held')];
    expect(await arrive({ raw: report(), mailId: one })).toMatchObject({ outcome: 'undeliverable' });
    const success = report({ action: 'delivered', status: '2.0.0' });
    expect(await arrive({ raw: success, mailId: other })).toMatchObject({ outcome: 'delivered' });
    expect([await stateOf(one), await stateOf(other)]).toEqual(['undeliverable', 'sent']);
    expect(await owed()).toMatchObject([{ mailId: one }]);
  });

  it('while its attempt is not recorded has to wait, and then has its effect', async () => {
    const { mailId, finish } = await organization.mailInHand();
    const { id, again, outcome } = await arrive({ raw: report(), mailId });
    expect([again, outcome, (await store.find(id))?.state]).toEqual([true, null, 'stored']);
    await finish();
    expect(await route(id)).toMatchObject({ again: false, outcome: 'undeliverable' });
  });

  it('about a delay changes nothing', async () => {
    const mailId = await organization.mail('sent');
    const delay = report({ action: 'delayed', status: '4.4.1' });
    expect(await arrive({ raw: delay, mailId })).toMatchObject({ outcome: 'no-effect' });
    expect([await stateOf(mailId), await owed()]).toEqual(['sent', []]);
  });
});

describe('a bounce of a test mail', () => {
  const run = { revision: 1, run: 1 } as const;

  async function bounced(raw: Buffer, organizationId: string = organization.id) {
    const subject = { kind: 'check-bounce', organizationId, ...run } as const;
    const address = addresses.addressFor(subject, new Date());
    return await arriveAt(address, { raw, class: 'bounce' });
  }

  beforeEach(async () => {
    const reference = addresses.referenceOf({ kind: 'check', organizationId: organization.id, ...run });
    const at = new Date().toISOString();
    const sent = {
      from: 'a@x.example',
      replyTo: 'a@x.example',
      messageId: '<t@x.example>',
      returnPath: '',
      sentAt: at,
    };
    await testMails.expect({ reference, organizationId: organization.id, ...run, sent });
    const reports = new MongoCheckReportStore(mongo.connection);
    const nothing = { results: [], transcript: [], certificateExpiresAt: null, failingStage: null } as const;
    const times = { startedAt: at, finishedAt: at };
    await reports.save({
      id: 'draft-1-1',
      organizationId: organization.id,
      ...run,
      verdict: 'pass',
      ...nothing,
      ...times,
    });
  });

  const reported = async () =>
    (await new MongoCheckReportStore(mongo.connection).find(organization.id, 'draft-1-1'))?.results;

  it('stands in the report of its check, once, and is told to nobody', async () => {
    expect(await bounced(report())).toMatchObject({ outcome: 'audited' });
    expect(await bounced(report({ status: '5.2.2' }))).toMatchObject({ outcome: 'audited' });
    const facts = { recipient, reason: 'userunknown', enhancedStatus: '5.1.1', replyCode: 550 };
    expect(await reported()).toMatchObject([{ code: 'TEST_MAIL_BOUNCED', verdict: 'warn', facts }]);
    expect([await owed(), await listed(), await suppressed()]).toEqual([[], [], new Map()]);
  });

  it('says nothing about a delay, a mail that nobody can read, or another organization', async () => {
    const delay = report({ action: 'delayed', status: '4.4.1' });
    expect(await bounced(delay)).toMatchObject({ outcome: 'no-effect' });
    expect(await bounced(Buffer.from('Subject: ?\r\n\r\n?'))).toMatchObject({ outcome: 'unparseable' });
    const encrypted = Buffer.from('Subject: ?\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n');
    expect(await bounced(encrypted)).toMatchObject({ outcome: 'encrypted' });
    expect(await bounced(report(), 'somebody-else')).toMatchObject({ outcome: 'not-awaited' });
    expect(await reported()).toEqual([]);
  });
});

describe('feedback', () => {
  it('a complaint suppresses the address; the mail stays sent and nobody is told', async () => {
    const mailId = await organization.mail('sent');
    const { messageId } = (await outbox.find(mailId))!;
    expect(await arrive({ raw: complaint(recipient, messageId), mailId })).toMatchObject({ outcome: 'complaint' });
    expect([await stateOf(mailId), await owed(), await listed()]).toEqual(['sent', [], []]);
    const complaints = { organizationId: organization.id, state: 'active', cause: 'complaint' } as const;
    const [entry] = await failures.suppressions.list({ ...complaints, now: new Date().toISOString() }, { limit: 5 });
    expect(entry).toMatchObject({ address: recipient, mailId });
  });

  it('a complaint that hides who complained is about the one recipient of the mail that came back with it', async () => {
    const mailId = await organization.mail('sent');
    const { messageId } = (await outbox.find(mailId))!;
    expect(await arrive({ raw: complaint('', messageId), mailId })).toMatchObject({ outcome: 'complaint' });
    expect(await listed()).toEqual([]);
    expect(await suppressed()).toEqual(new Map([[recipient, ['complaint']]]));
  });

  it('a soft bounce suppresses nothing', async () => {
    const mailId = await organization.mail('sent');
    await arrive({ raw: report({ status: '5.2.2', diagnostic: '552 5.2.2 Mailbox full' }), mailId });
    expect([await stateOf(mailId), await suppressed()]).toEqual(['undeliverable', new Map()]);
  });

  it('the same refusal for many recipients is a pattern that the lifecycle has to know of', async () => {
    const diagnostic = '554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org';
    const results: ReceivedMailResult[] = [];
    for (const name of ['ann', 'bob', 'eve']) {
      const mailId = await organization.mail('sent', [`${name}@partner.example`]);
      results.push(
        await arrive({ raw: report({ recipient: `${name}@partner.example`, status: '5.7.1', diagnostic }), mailId }),
      );
    }
    expect(results.map(({ patterns }) => patterns.length)).toEqual([0, 0, 1]);
    const [listedFirst] = await listed();
    const pattern = { reason: listedFirst?.reason, recipients: 3, revision: 1 };
    expect(results[2]?.patterns).toMatchObject([{ organizationId: organization.id, pattern }]);
  });
});

describe('a mail that nobody could read', () => {
  it('is routed like a new one when it is read again', async () => {
    const mailId = await organization.mail('sent');
    const { id } = await arrive({ raw: Buffer.from('Subject: ?\r\n\r\nnothing of sense\r\n'), mailId });
    expect(await store.find(id)).toMatchObject({ class: 'unparseable', outcome: 'unparseable' });
    expect(await route(id)).toMatchObject({ outcome: null });
    const page = await inbound().listUnparseable({ limit: 1, before: null });
    expect(page.inboundMailIds).toEqual([id]);
    await inbound().reopenReceivedMail({ inboundMailId: id });
    expect(await route(id)).toMatchObject({ outcome: 'unparseable' });
  });
});

describe('many that fail at once', () => {
  it('are told of in one digest, each recipient in exactly one notice, however often it is written', async () => {
    const recipients = ['ann', 'bob', 'eve', 'zoe'].map((name) => `${name}@partner.example`);
    for (const address of recipients) await organization.mail('undeliverable', [address]);
    const tasks = await owed();
    const alone = tasks[0]!;
    await undeliverable().writeNotice({ organizationId: organization.id, ...alone });
    const digest = { organizationId: organization.id, digestId: randomUUID(), owed: tasks };
    await undeliverable().writeDigest(digest);
    await undeliverable().writeDigest(digest);
    await undeliverable().writeDigest({ ...digest, digestId: randomUUID() });
    const notices = await noticesAccepted();
    expect(notices).toHaveLength(2);
    const kinds = (await listed()).map(({ notice }) => notice?.kind ?? 'none');
    expect(kinds.toSorted((one, other) => one.localeCompare(other))).toEqual(['digest', 'digest', 'digest', 'single']);
    expect(await owed()).toEqual([]);
  });

  it('do not wait for one of them that cannot be looked up: that one stays owed', async () => {
    const names = ['ann', 'bob', 'eve', 'zoe'];
    const ids = [];
    for (const name of names) ids.push(await organization.mail('undeliverable', [`${name}@partner.example`]));
    const [bad] = ids;
    const broken = jest.spyOn(outbox, 'noticeSource').mockImplementationOnce(async () => {
      throw new CatalogueError('INTERNAL');
    });
    const tasks = (await owed()).toSorted((one, other) => Number(other.mailId === bad) - Number(one.mailId === bad));
    const digest = { organizationId: organization.id, digestId: randomUUID(), owed: tasks };
    await expect(undeliverable().writeDigest(digest)).rejects.toMatchObject({ code: 'INTERNAL' });
    broken.mockRestore();
    expect(await owed()).toMatchObject([{ mailId: bad }]);
    expect((await listed()).map(({ notice }) => notice?.kind)).toEqual(['digest', 'digest', 'digest']);
    await undeliverable().writeDigest({ ...digest, digestId: randomUUID(), owed: await owed() });
    expect([await owed(), (await noticesAccepted()).length]).toEqual([[], 2]);
  });

  it('are told of in the language of the organization', async () => {
    const german = command('register', people.sender, { profile: { ...profile, locale: 'de' } });
    organization = await OrganizationWithMail.live(mongo, outbox, german);
    for (const name of ['ann', 'bob', 'eve']) await organization.mail('undeliverable', [`${name}@partner.example`]);
    await undeliverable().writeDigest({ organizationId: organization.id, digestId: randomUUID(), owed: await owed() });
    expect(await noticesAccepted()).toMatchObject([{ subject: 'Nicht zustellbar: 3 E-Mails' }]);
  });

  it('below the limit are told of one by one', async () => {
    for (const name of ['ann', 'bob']) await organization.mail('undeliverable', [`${name}@partner.example`]);
    await undeliverable().writeDigest({ organizationId: organization.id, digestId: randomUUID(), owed: await owed() });
    expect(await noticesAccepted()).toHaveLength(2);
  });
});
