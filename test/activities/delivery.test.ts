import { randomBytes, randomUUID } from 'node:crypto';
import { getEventListeners, getMaxListeners } from 'node:events';

import { MockActivityEnvironment } from '@temporalio/testing';

import {
  createDeliveryActivities,
  type DeliveryActivityDeps,
  type DeliveryRound,
} from '../../activities/delivery-activities';
import { createUndeliverableActivities } from '../../activities/undeliverable-activities';
import type { ArrivalHint, MailArrivals } from '../../activities/ports/mail-arrivals';
import type { DispatchRun, NewMail } from '../../activities/ports/outbox';
import { BodyBudget } from '../../adapters/mongo/body-budget';
import { MimeMailComposer } from '../../adapters/mail/mime-mail-composer';
import { MongoBounceLedger } from '../../adapters/mongo/mongo-bounce-ledger';
import { MongoAttachmentStore } from '../../adapters/mongo/mongo-attachment-store';
import { MongoLifecycleProjector } from '../../adapters/mongo/mongo-lifecycle-projector';
import { MongoLifecycleStore } from '../../adapters/mongo/mongo-lifecycle-store';
import { HmacReturnAddresses } from '../../adapters/crypto/hmac-return-addresses';
import { undeliverableId } from '../../activities/ports/undeliverable-store';
import { MongoOutbox } from '../../adapters/mongo/mongo-outbox';
import { MongoUndeliverableStore } from '../../adapters/mongo/mongo-undeliverable-store';
import { SendingPace } from '../../activities/sending-pace';
import { SharedDispatcher } from '../../activities/shared-dispatcher';
import { QuietSuppressionCheck } from '../../activities/suppressed-recipients';
import { CatalogueError } from '../../domain/errors';
import type { LifecycleEvent } from '../../domain/lifecycle/events';
import { initialState } from '../../domain/lifecycle/state';
import type { OutboxCategory } from '../../domain/mail-message';
import type { SendingPolicy } from '../../domain/sending-policy';
import type { ReturnPathMode } from '../../domain/return-path';
import { openTestMongo, testSeal, type TestMongo } from '../adapters/mongo/test-mongo';
import { FakeDispatcherWaker } from '../support/fakes/fake-stores';
import { failureDeps } from '../support/failure-deps';
import { after, approval, command, fact, passed, people, settings, way } from '../support/lifecycle-builders';
import { eventually } from '../support/eventually';
import { accepted, busy, ScriptedTransport, unknownUser, unreached } from '../support/scripted-transport';

const platformSender = { name: 'Platform', address: 'no-reply@platform.example' };
const composer = new MimeMailComposer();

let mongo: TestMongo;
let outbox: MongoOutbox;
let lifecycles: MongoLifecycleStore;
let undeliverables: MongoUndeliverableStore;
let transport: ScriptedTransport;
let organizationId: string;

const returnAddresses = new HmacReturnAddresses({
  keys: [{ id: 'test', key: randomBytes(32) }],
  domains: { bounce: 'bounce.platform.example', check: 'bounce.platform.example' },
  validDays: 30,
});

beforeAll(async () => {
  mongo = await openTestMongo();
  outbox = new MongoOutbox(mongo.connection);
  lifecycles = new MongoLifecycleStore(mongo.connection);
  undeliverables = new MongoUndeliverableStore(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(() => {
  organizationId = randomUUID();
  transport = new ScriptedTransport();
});

function activities(changes: Partial<DeliveryActivityDeps> = {}) {
  const dispatcher = new FakeDispatcherWaker();
  const shared = { lifecycles, outbox, composer, dispatcher, platformSender };
  const attachments = new MongoAttachmentStore(mongo.connection);
  const delivery = createDeliveryActivities({ ...shared, attachments, transport, returnAddresses, ...changes });
  const undeliverable = createUndeliverableActivities({ ...shared, ...failureDeps(mongo, lifecycles), digestFrom: 3 });
  return { delivery, undeliverable, dispatcher };
}

function deliver(changes: Partial<DeliveryActivityDeps> = {}): Promise<DeliveryRound> {
  return new MockActivityEnvironment().run(activities(changes).delivery.deliverDueMail, { organizationId });
}

async function organizationAfter(...events: LifecycleEvent[]): Promise<void> {
  await new MongoLifecycleProjector(mongo.connection, testSeal).save(after(events, initialState(organizationId)), []);
}

async function acceptMail(changes: Partial<NewMail> = {}): Promise<string> {
  const id = randomUUID();
  const at = new Date().toISOString();
  const bytes = await composer.compose({
    messageId: `<${id}@platform.example>`,
    date: at,
    to: changes.recipients ?? ['signer@partner.example'],
    replyTo: 'desk@customer.example',
    subject: 'Please sign',
    text: 'Good day',
    html: null,
    logo: null,
    attachments: [],
    autoSubmitted: 'auto-generated',
    unsubscribeUrl: null,
    deliveryStatus: null,
  });
  await outbox.accept({
    id,
    organizationId,
    idempotencyKey: id,
    fingerprint: 'f',
    category: 'transactional',
    messageId: `<${id}@platform.example>`,
    recipients: ['signer@partner.example'],
    replyTo: 'desk@customer.example',
    subject: 'Please sign',
    bytes,
    acceptedAt: at,
    notBefore: at,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    ...changes,
  });
  return id;
}

describe('the route', () => {
  it('is the live server for transactional mail, with its sender and the admin as return path', async () => {
    await organizationAfter(...way.live);
    const id = await acceptMail();
    const round = await deliver();
    expect(round).toMatchObject({ handled: 1, nextDueAt: null, owedNotices: [], customerTrouble: null });
    expect(transport.handed).toMatchObject([{ route: 'customer', envelopeFrom: 'admin@customer.example' }]);
    expect(transport.handed[0]?.text).toMatch(/^From: "Customer, Inc\." <contracts@customer\.example>\r\n/);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', route: 'customer', attempts: 1 });
  });

  it('is the platform for every other category, and for organizations without a live server', async () => {
    await organizationAfter(...way.live);
    await acceptMail({ category: 'informational' });
    await acceptMail({ category: 'marketing' });
    await deliver();
    await organizationAfter(...way.live, command('revoke', people.sales, { reason: 'over' }));
    await acceptMail();
    await deliver();
    expect(transport.handed.map(({ route }) => route)).toEqual(['platform', 'platform', 'platform']);
  });

  it('is none while the live server is suspended: the mail waits, other categories do not', async () => {
    await organizationAfter(...way.live, command('suspend', people.ops, { reason: 'abuse' }));
    const waiting = await acceptMail();
    await acceptMail({ category: 'informational' });
    const round = await deliver();
    expect(round).toMatchObject({ handled: 1, nextDueAt: null });
    expect(await outbox.find(waiting)).toMatchObject({ state: 'accepted', attempts: 0 });
  });

  describe('of a suspended server', () => {
    const chosen = (action: 'wait' | 'platform' | 'fail', isDue = true): LifecycleEvent[] => {
      const preferences = { undeliverablesTo: 'admin', replyTo: null, branding: false } as const;
      return [
        ...way.live,
        command('setPreferences', people.admin, {
          preferences: { ...preferences, whileSuspended: { action, afterHours: 1 } },
        }),
        command('suspend', people.ops, { reason: 'abuse' }),
        ...(isDue && action !== 'wait' ? [fact('suspensionLasted', { revision: 1, action })] : []),
      ];
    };

    it.each(['wait', 'platform', 'fail'] as const)('is none before the hours are over, with %s', async (action) => {
      await organizationAfter(...chosen(action, false));
      const id = await acceptMail();
      expect(await deliver()).toMatchObject({ handled: 0, nextDueAt: null, owedNotices: [] });
      expect(await outbox.find(id)).toMatchObject({ state: 'accepted', attempts: 0 });
    });

    it('is the platform once the organization lets its mail leave there, with the platform’s sender', async () => {
      await organizationAfter(...chosen('platform'));
      const id = await acceptMail();
      await deliver();
      expect(transport.handed).toMatchObject([{ route: 'platform' }]);
      expect(transport.handed[0]?.text).toMatch(/^From: "?Platform"? <no-reply@platform\.example>\r\n/);
      expect(await outbox.find(id)).toMatchObject({ state: 'sent', route: 'platform' });
    });

    it('goes back to the own server between two mails when it is resumed', async () => {
      await organizationAfter(...chosen('platform'));
      await acceptMail();
      await acceptMail();
      const resumed = command('resume', people.ops, { note: 'mended', withoutCheck: true });
      transport.before = async () => {
        if (transport.handed.length === 1) await organizationAfter(...chosen('platform'), resumed);
      };
      await deliver();
      expect(transport.handed.map(({ route }) => route)).toEqual(['platform', 'customer']);
    });

    it('is none for good where the organization lets its mail fail: each recipient is owed a notice', async () => {
      await organizationAfter(...chosen('fail'));
      const id = await acceptMail({ recipients: ['a@partner.example', 'b@partner.example'] });
      const later = await acceptMail({ notBefore: new Date(Date.now() + 600_000).toISOString() });
      const informational = await acceptMail({ category: 'informational' });
      const round = await deliver();
      expect(round.owedNotices.map(({ mailId, recipient }) => [mailId, recipient])).toEqual([
        [id, 'a@partner.example'],
        [id, 'b@partner.example'],
      ]);
      expect(await outbox.find(id)).toMatchObject({
        state: 'undeliverable',
        attempts: 0,
        recipients: [{ answer: { replyCode: null, text: 'SERVER_SUSPENDED' } }, {}],
      });
      expect(await outbox.find(later)).toMatchObject({ state: 'accepted' });
      expect(Date.parse(round.nextDueAt ?? '')).toBeGreaterThan(Date.now() + 300_000);
      expect(await outbox.find(informational)).toMatchObject({ state: 'sent' });
      const { undeliverable } = activities();
      const told = { organizationId, mailId: id, recipient: 'a@partner.example' };
      await new MockActivityEnvironment().run(undeliverable.writeNotice, told);
      expect(await undeliverables.find(organizationId, undeliverableId(id, 0))).toMatchObject({
        cause: 'suspended',
        hard: false,
      });
    });

    it('is looked for by the sweep where mail is given up, and not where it waits', async () => {
      await organizationAfter(...chosen('wait'));
      await acceptMail();
      const { delivery, dispatcher } = activities();
      const sweep = () => new MockActivityEnvironment().run(delivery.wakeDispatchersWithWork);
      await sweep();
      expect(dispatcher.woken).not.toContain(organizationId);
      await organizationAfter(...chosen('fail'));
      await sweep();
      expect(dispatcher.woken).toContain(organizationId);
    });
  });

  it('goes back to the revision before between two mails, each with its own sender', async () => {
    const host = 'mail-2.customer.example';
    const second = [
      command('submitSettings', people.admin, {
        revision: 1,
        settings: { ...settings, host, senderAddress: 'second@customer.example' },
        credentialId: 'credential-2',
      }),
      fact('checkFinished', { revision: 2, run: 1, summary: passed }),
      command('confirmTestMail', people.admin, { revision: 2 }),
      command('decide', people.reviewer, { revision: 2, decision: approval }),
    ];
    const rollBack = command('rollBack', people.ops, { revision: 2, reason: 'It loses mail' });
    await organizationAfter(...way.live, ...second);
    await acceptMail();
    await acceptMail();
    transport.before = async () => {
      if (transport.handed.length === 1) await organizationAfter(...way.live, ...second, rollBack);
    };
    expect(await deliver()).toMatchObject({ firstSentBy: 2 });
    expect(transport.handed.map(({ text }) => /<(\w+)@customer/.exec(text)?.[1])).toEqual(['second', 'contracts']);
    expect(await deliver()).toMatchObject({ firstSentBy: null });
  });

  it('is decided anew for each mail, so that a suspension takes effect between two of them', async () => {
    await organizationAfter(...way.live);
    await acceptMail();
    await acceptMail();
    const suspended = [...way.live, command('suspend', people.ops, { reason: 'abuse' })];
    transport.before = () => organizationAfter(...suspended);
    expect((await deliver()).handled).toBe(1);
  });

  it('is asked for once more when the session is ready: a suspension meanwhile keeps the mail, uncounted', async () => {
    await organizationAfter(...way.live);
    const id = await acceptMail();
    transport.before = () => organizationAfter(...way.live, command('suspend', people.ops, { reason: 'abuse' }));
    expect(await deliver()).toMatchObject({ nextDueAt: null, customerTrouble: null });
    expect(transport.handed).toEqual([]);
    expect(await outbox.find(id)).toMatchObject({ state: 'deferred', attempts: 0 });
    const resumed = [
      command('suspend', people.ops, { reason: 'abuse' }),
      command('resume', people.ops, { note: 'mended', withoutCheck: true }),
    ];
    await organizationAfter(...way.live, ...resumed);
    transport.before = async () => undefined;
    await deliver();
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('follows a revoke that came while the session was being opened', async () => {
    await organizationAfter(...way.live);
    await acceptMail();
    transport.before = () => organizationAfter(...way.live, command('revoke', people.sales, { reason: 'over' }));
    await deliver();
    expect(transport.handed).toMatchObject([{ route: 'platform' }]);
  });
});

describe('mail of an organization that was closed', () => {
  const closing = command('closeOrganization', people.sales, { reason: 'The customer leaves' });
  const cancelled = { state: 'cancelled', recipients: [{ answer: { text: 'ORGANIZATION_CLOSED' } }] };

  it('is cancelled, due or not, and says why; our own notices go', async () => {
    await organizationAfter(...way.live);
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const mails = [
      await acceptMail(),
      await acceptMail({ notBefore: later, expiresAt: new Date(Date.now() + 7_200_000).toISOString() }),
      await acceptMail({ category: 'informational' }),
      await acceptMail({ category: 'marketing' }),
    ];
    const notice = await acceptMail({ category: 'notice' });
    await organizationAfter(...way.live, closing);
    expect(await deliver()).toMatchObject({ handled: 1, nextDueAt: null, owedNotices: [] });
    expect(transport.handed).toMatchObject([{ route: 'platform' }]);
    for (const id of mails) expect(await outbox.find(id)).toMatchObject(cancelled);
    expect(await outbox.find(notice)).toMatchObject({ state: 'sent' });
  });

  it('that was in hand goes back before MAIL FROM, and is cancelled with the next round', async () => {
    await organizationAfter(...way.live);
    const ids = [await acceptMail(), await acceptMail()];
    transport.before = () => organizationAfter(...way.live, closing);
    await deliver();
    expect(transport.handed).toEqual([]);
    await deliver();
    for (const id of ids) expect(await outbox.find(id)).toMatchObject(cancelled);
  });

  it('that may have gone out stays held: nobody knows', async () => {
    await organizationAfter(...way.live);
    transport.answer = () => ({ ...unreached, state: 'held' });
    const id = await acceptMail();
    await deliver();
    await organizationAfter(...way.live, closing);
    await deliver();
    expect(await outbox.find(id)).toMatchObject({ state: 'held' });
  });
});

describe('trouble before anything was sent', () => {
  const unreadable = () => Promise.reject(new CatalogueError('CREDENTIAL_UNREADABLE'));

  it('with a password that was replaced meanwhile is no trouble: the mail waits for seconds', async () => {
    await organizationAfter(...way.live);
    const id = await acceptMail();
    transport.before = async () => {
      await organizationAfter(...way.live, command('revoke', people.sales, { reason: 'over' }));
      await unreadable();
    };
    const round = await deliver();
    expect(round).toMatchObject({ customerTrouble: null });
    expect(Date.parse(round.nextDueAt ?? '') - Date.now()).toBeLessThan(10_000);
    expect(await outbox.find(id)).toMatchObject({ state: 'deferred', attempts: 0 });
  });

  it('with a password that nobody replaced is for the customer to mend, and holds no mail', async () => {
    await organizationAfter(...way.live);
    const id = await acceptMail();
    transport.before = unreadable;
    const trouble = { revision: 1, credentialId: 'credential-1', code: 'AUTH_PASSWORD_UNUSABLE' };
    expect(await deliver()).toMatchObject({ customerTrouble: trouble });
    expect(await outbox.find(id)).toMatchObject({ state: 'deferred', attempts: 1 });
  });

  it.each([
    ['a store that is away', new CatalogueError('STORE_UNAVAILABLE'), 0],
    ['a key service that is away', new CatalogueError('KEYS_UNAVAILABLE'), 0],
    ['a fault of our own', new TypeError('undefined is not a function'), 1],
  ])('with %s defers the mail', async (_, error, attempts) => {
    const id = await acceptMail();
    transport.before = () => Promise.reject(error);
    const round = await deliver();
    expect(round.nextDueAt).not.toBeNull();
    expect(await outbox.find(id)).toMatchObject({ state: 'deferred', attempts });
  });
});

describe('a round', () => {
  it('claims no more mail after its time, and says that there is more', async () => {
    for (let mail = 0; mail < 3; mail += 1) await acceptMail();
    expect(await deliver({ roundMs: 0 })).toMatchObject({ handled: 1, hasMore: true });
    expect(await deliver()).toMatchObject({ handled: 2, hasMore: false });
  });

  it('leaves a server alone that cannot be reached; other categories still go', async () => {
    await organizationAfter(...way.live);
    for (let mail = 0; mail < 3; mail += 1) await acceptMail();
    await acceptMail({ category: 'informational' });
    transport.answerOn = (route) => (route === 'customer' ? unreached : busy);
    const round = await deliver();
    expect(transport.handed.map(({ route }) => route)).toEqual(['customer', 'platform']);
    const waitMs = Date.parse(round.nextDueAt ?? '') - Date.now();
    expect(round.hasMore).toBe(false);
    expect(waitMs).toBeGreaterThan(20_000);
  });
});

describe('a server that asks for less', () => {
  it('is left alone for the rest of the round; other categories still go', async () => {
    await organizationAfter(...way.live);
    for (let mail = 0; mail < 3; mail += 1) await acceptMail();
    await acceptMail({ category: 'informational' });
    const slower = {
      state: 'deferred',
      answer: { replyCode: 421, enhancedStatus: '4.7.0', text: 'slow down' },
    } as const;
    transport.answerOn = (route) => (route === 'customer' ? slower : accepted);
    const round = await deliver();
    expect(transport.handed.map(({ route }) => route).toSorted()).toEqual(['customer', 'platform']);
    expect(round).toMatchObject({ hasMore: false, customerTrouble: null });
    expect(Date.parse(round.nextDueAt ?? '') - Date.now()).toBeGreaterThan(20_000);
  });
});

describe('the policy of an organization', () => {
  const policy = { connections: 1, mailsPerMinute: null, recipientsPerTransaction: 2, deduplication: null } as const;
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@partner.example`);
  const follow = async (changes: Partial<SendingPolicy>) =>
    await organizationAfter(
      ...way.live,
      command('setSendingPolicy', people.ops, { policy: { ...policy, ...changes } }),
    );

  it('splits a mail to many into transactions of so many recipients', async () => {
    await follow({});
    const id = await acceptMail({ recipients: many });
    await deliver();
    expect(transport.handed.map(({ recipients }) => recipients.length)).toEqual([2, 2, 1]);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('stops between two transactions where the server is of no use any more; nobody is served twice', async () => {
    await follow({});
    const id = await acceptMail({ recipients: many });
    transport.answer = (recipient) => (recipient.startsWith('c') || recipient.startsWith('d') ? unreached : accepted);
    await deliver();
    expect((await outbox.find(id))?.recipients.map(({ state }) => state)).toEqual([
      'sent',
      'sent',
      'deferred',
      'deferred',
      'deferred',
    ]);
    transport.answer = () => accepted;
    await mongo.raw.collection('outbox').updateMany({ organizationId }, { $set: { nextAttemptAt: new Date(0) } });
    await deliver();
    expect(transport.handed.flatMap(({ recipients }) => recipients)).toEqual([...many.slice(0, 4), ...many.slice(2)]);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent' });
  });

  it('remembers who has got a mail when trouble of our own stops it in the middle', async () => {
    await follow({});
    const id = await acceptMail({ recipients: many });
    transport.before = async () => {
      if (transport.handed.length === 1) throw new CatalogueError('STORE_UNAVAILABLE');
    };
    await deliver();
    const states = (await outbox.find(id))?.recipients.map(({ state }) => state);
    expect(states).toEqual(['sent', 'sent', 'deferred', 'deferred', 'deferred']);
  });

  it('sends a mail whose answer got lost once more, under the same key, where the relay deduplicates', async () => {
    await follow({ deduplication: 'Resend-Idempotency-Key' });
    const id = await acceptMail();
    transport.answer = () => ({ ...unreached, state: 'held' });
    await deliver();
    expect(await outbox.find(id)).toMatchObject({ state: 'deferred' });
    transport.answer = () => accepted;
    await mongo.raw.collection('outbox').updateMany({ organizationId }, { $set: { nextAttemptAt: new Date(0) } });
    await deliver();
    const keys = transport.handed.map(({ text }) => /^Resend-Idempotency-Key: ([0-9a-f]{64})\r\n/.exec(text)?.[1]);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBeDefined();
    expect(keys[1]).toBe(keys[0]);
  });

  it('holds it everywhere else, and through the platform', async () => {
    await follow({});
    transport.answer = () => ({ ...unreached, state: 'held' });
    const held = await acceptMail();
    await deliver();
    await follow({ deduplication: 'Resend-Idempotency-Key' });
    const informational = await acceptMail({ category: 'informational' });
    await deliver();
    expect((await outbox.find(held))?.state).toBe('held');
    expect((await outbox.find(informational))?.state).toBe('held');
    expect(transport.handed.every(({ text }) => !text.includes('Idempotency-Key'))).toBe(true);
  });
});

describe('a dispatcher that has nothing to do', () => {
  it.each(['some mail', 'this mail'])(
    'lingers until it is told of %s, and sends it without being started again',
    async (told) => {
      const categories = new Set<OutboxCategory>(['transactional']);
      let ring: (mails: ArrivalHint['mails']) => void = () => undefined;
      const arrivals: MailArrivals = {
        isHearing: true,
        subscribeToRest: () => () => undefined,
        subscribe: (_, onMail) => {
          ring = (mails) => onMail({ categories, mails });
          return () => undefined;
        },
      };
      const round = deliver({ arrivals, lingerMs: 30_000, isStopping: () => transport.handed.length === 12 });
      for (let mail = 1; mail <= 12; mail += 3) {
        const ids = [await acceptMail(), await acceptMail(), await acceptMail()];
        ring(told === 'this mail' ? ids.map((mailId) => ({ mailId, category: 'transactional' })) : null);
        await eventually('the mail is sent', () => transport.handed.length >= mail + 2);
      }
      ring(null);
      expect(await round).toMatchObject({ handled: 12 });
    },
  );

  it('lingers until a mail is due again that was refused for the time being, though nobody tells it', async () => {
    const id = await acceptMail();
    transport.answer = () => {
      transport.answer = () => accepted;
      return busy;
    };
    const arrivals: MailArrivals = {
      isHearing: true,
      subscribeToRest: () => () => undefined,
      subscribe: () => () => undefined,
    };
    const round = await deliver({ arrivals, lingerMs: 4_000, retryMs: 300 });
    expect(round).toMatchObject({ handled: 2, nextDueAt: null });
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('comes back to mail that it was told of and had no memory for', async () => {
    const bounded = new MongoOutbox(mongo.connection, null, new BodyBudget(1));
    let ring: (hint: ArrivalHint) => void = () => undefined;
    const arrivals: MailArrivals = {
      isHearing: true,
      subscribeToRest: () => () => undefined,
      subscribe: (_, onMail) => {
        ring = onMail;
        return () => undefined;
      },
    };
    const category = 'transactional';
    const round = deliver({
      outbox: bounded,
      arrivals,
      lingerMs: 15_000,
      isStopping: () => transport.handed.length === 9,
    });
    for (let turn = 1; turn <= 3; turn += 1) {
      const ids = [await acceptMail(), await acceptMail(), await acceptMail()];
      ring({ categories: new Set([category]), mails: ids.map((mailId) => ({ mailId, category })) });
      await eventually('the mail is sent', () => transport.handed.length === turn * 3);
    }
    ring({ categories: null, mails: null });
    expect(await round).toMatchObject({ handled: 9 });
  });

  it('sends over more lanes at once than listeners on one signal usually are', async () => {
    await organizationAfter(...way.live);
    await Promise.all(Array.from({ length: 240 }, () => acceptMail()));
    await Promise.all(Array.from({ length: 80 }, () => acceptMail({ category: 'informational' })));
    const excess: number[] = [];
    const [enough, opened] = [11, 60];
    let open = 0;
    let areMany: () => void = () => undefined;
    const many = new Promise<void>((resolve) => {
      areMany = resolve;
    });
    // Lanes open one after the other, with each mail that was taken; then all of them wait for one another.
    transport.before = async (signal) => {
      const listener = (): void => undefined;
      signal.addEventListener('abort', listener);
      const listeners = getEventListeners(signal, 'abort').length;
      if (listeners > getMaxListeners(signal)) excess.push(listeners);
      open += 1;
      if (open >= enough) areMany();
      if (transport.handed.length >= opened) await many;
      open -= 1;
      signal.removeEventListener('abort', listener);
    };
    await deliver();
    expect(excess).toEqual([]);
  });

  it('ends when a notice is due that somebody else has made owed meanwhile, and reports it', async () => {
    const id = await acceptMail();
    let ring: () => void = () => undefined;
    const arrivals: MailArrivals = {
      subscribe: (_, onMail) => {
        ring = () => onMail({ categories: null, mails: null });
        return () => undefined;
      },
      isHearing: true,
      subscribeToRest: () => () => undefined,
    };
    const began = performance.now();
    const round = deliver({ arrivals, lingerMs: 60_000 });
    await eventually('the mail is sent', async () => (await outbox.find(id))?.state === 'sent');
    const ledger = new MongoBounceLedger(mongo.connection, outbox, { announce: () => ring() });
    const bounced = { mailId: id, position: 0, from: ['sent'], to: 'undeliverable', answer: null } as const;
    let soon = '';
    // The outbox may still follow the record of the attempt.
    await eventually('the bounce has its effect', async () => {
      soon = new Date(Date.now() + 1_000).toISOString();
      return await ledger.move({ ...bounced, noticeDueAt: soon, now: new Date().toISOString() });
    });
    expect(await round).toMatchObject({ handled: 1, owedNotices: [{ mailId: id, position: 0 }] });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(soon));
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('says when the next notice is due, so that the workflow waits for it', async () => {
    const id = await acceptMail();
    await deliver();
    const ledger = new MongoBounceLedger(mongo.connection, outbox);
    const bounced = { mailId: id, position: 0, from: ['sent'], to: 'undeliverable', answer: null } as const;
    const later = new Date(Date.now() + 3_600_000).toISOString();
    await ledger.move({ ...bounced, noticeDueAt: later, now: new Date().toISOString() });
    expect(await deliver()).toMatchObject({ owedNotices: [], nextDueAt: later });
  });
});

describe('a shared dispatcher', () => {
  const live = [...way.live, fact('firstMailSent', { revision: 1 })];
  const open: SharedDispatcher[] = [];

  /** A worker's shared dispatcher, and how it is told of mail. */
  function sharedDispatcher(changes: Partial<DeliveryActivityDeps> = {}) {
    let hear: Parameters<MailArrivals['subscribeToRest']>[0] = () => undefined;
    let hearInHand: (hint: ArrivalHint) => void = () => undefined;
    const arrivals: MailArrivals = {
      isHearing: true,
      subscribe: (_, onMail) => {
        hearInHand = onMail;
        return () => undefined;
      },
      subscribeToRest: (onMail) => {
        hear = onMail;
        return () => undefined;
      },
    };
    const dispatcher = new FakeDispatcherWaker();
    const attachments = new MongoAttachmentStore(mongo.connection);
    const log = { warn: jest.fn(), error: jest.fn() };
    const sending = {
      lifecycles,
      outbox,
      composer,
      dispatcher,
      platformSender,
      attachments,
      transport,
      returnAddresses,
    };
    const shared = new SharedDispatcher({ ...sending, arrivals, pace: new SendingPace(), log, ...changes });
    shared.listen();
    open.push(shared);
    const hintOf = (mailIds: readonly string[]): ArrivalHint => {
      const mails = mailIds.map((mailId) => ({ mailId, category: 'transactional' as const }));
      return { categories: new Set(['transactional']), mails };
    };
    return {
      shared,
      dispatcher,
      log,
      tell: (...mailIds: string[]) => hear(organizationId, hintOf(mailIds)),
      tellInHand: (...mailIds: string[]) => hearInHand(hintOf(mailIds)),
      hear: (hint: ArrivalHint) => hear(organizationId, hint),
    };
  }

  const isSent = async (id: string): Promise<boolean> => (await outbox.find(id))?.state === 'sent';

  afterEach(async () => {
    await Promise.all(open.splice(0).map(async (shared) => await shared.close(0)));
  });

  it('sends nothing of an organization that was closed, and wakes the dispatcher that cancels it', async () => {
    await organizationAfter(...live, command('closeOrganization', people.sales, { reason: 'The customer leaves' }));
    const { tell, dispatcher } = sharedDispatcher();
    tell(await acceptMail());
    await eventually('its own dispatcher is woken', () => dispatcher.woken.includes(organizationId));
    expect(transport.handed).toEqual([]);
  });

  it('sends what it is told of, and wakes nobody', async () => {
    await organizationAfter(...live);
    const { tell, dispatcher, shared } = sharedDispatcher();
    const [first, second] = [await acceptMail(), await acceptMail()];
    tell(first, second);
    await eventually('both are sent', async () => (await isSent(first)) && (await isSent(second)));
    const third = await acceptMail();
    tell(third);
    await eventually('the third is sent', () => isSent(third));
    await shared.close(5_000);
    expect(transport.handed.map(({ route }) => route)).toEqual(['customer', 'customer', 'customer']);
    expect(dispatcher.woken).toEqual([]);
    const held = await mongo.raw.collection<{ _id: string }>('dispatches').findOne({ _id: organizationId });
    expect(held).toMatchObject({ lanes: [], claimedAt: null, heldAt: null });
  });

  it('of every worker hears of the mail, and one of them sends it', async () => {
    await organizationAfter(...live);
    const workers = [sharedDispatcher(), sharedDispatcher({ outbox: new MongoOutbox(mongo.connection) })];
    const mails = [await acceptMail(), await acceptMail()];
    for (const { tell } of workers) tell(...mails);
    await eventually('all is sent', async () => (await Promise.all(mails.map(isSent))).every(Boolean));
    await Promise.all(workers.map(async ({ shared }) => await shared.close(5_000)));
    expect(transport.handed).toHaveLength(2);
  });

  it('leaves an organization to the dispatcher that has it already', async () => {
    await organizationAfter(...live);
    const run = await outbox.takeOver(organizationId, new Date().toISOString());
    const { tell, shared, dispatcher } = sharedDispatcher();
    const id = await acceptMail();
    tell(id);
    await shared.close(5_000);
    expect(await outbox.find(id)).toMatchObject({ state: 'accepted', attempts: 0 });
    expect(dispatcher.woken).toEqual([]);
    await run.close();
  });

  it.each<[string, LifecycleEvent[], OutboxCategory]>([
    ['whose first mail is awaited', way.live, 'transactional'],
    ['that is suspended', [...live, command('suspend', people.ops, { reason: 'abuse' })], 'transactional'],
  ])('leaves an organization %s to a workflow', async (_, events, category) => {
    await organizationAfter(...events);
    const { hear, dispatcher } = sharedDispatcher();
    const mailId = await acceptMail({ category });
    hear({ categories: new Set([category]), mails: [{ mailId, category }] });
    await eventually('the wake', () => dispatcher.woken.length > 0);
    expect(transport.handed).toEqual([]);
  });

  it('leaves much mail, and mail that it would have to look for, to a workflow', async () => {
    await organizationAfter(...live);
    const { hear, tell, dispatcher } = sharedDispatcher();
    tell(...Array.from({ length: 30 }, () => randomUUID()));
    await eventually('the wake', () => dispatcher.woken.length === 1);
    hear({ categories: new Set(['transactional']), mails: null });
    await eventually('the wake', () => dispatcher.woken.length === 2);
    hear({ categories: null, mails: null });
    expect(dispatcher.woken).toHaveLength(2);
  });

  it('leaves mail that is deferred, refused or uncertain to a workflow once it has recorded that', async () => {
    await organizationAfter(...live);
    for (const answer of [busy, unknownUser, { state: 'held', answer: busy.answer } as const]) {
      const { tell, dispatcher } = sharedDispatcher();
      transport.answer = () => answer;
      const id = await acceptMail();
      tell(id);
      await eventually('the wake', () => dispatcher.woken.length > 0);
      expect(await outbox.find(id)).toMatchObject({ state: answer.state, attempts: 1 });
    }
  });

  it('tells the workflow of trouble that the customer must mend, and begins no other mail', async () => {
    await organizationAfter(...live);
    const { tell, dispatcher } = sharedDispatcher();
    transport.answer = () => busy;
    transport.customerTrouble = 'AUTH_REFUSED';
    tell(await acceptMail(), await acceptMail());
    await eventually('the wake', () => dispatcher.woken.length > 0);
    expect(dispatcher.news).toMatchObject([
      { customerTrouble: { revision: 1, credentialId: 'credential-1', code: 'AUTH_REFUSED' } },
    ]);
    expect(transport.handed).toHaveLength(1);
  });

  it('leaves mail that has no pause to a workflow, between two mails', async () => {
    await organizationAfter(...live);
    const { tell, tellInHand, dispatcher } = sharedDispatcher();
    const mails = await Promise.all(Array.from({ length: 160 }, async () => await acceptMail()));
    transport.before = async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, 250);
      });
    };
    tell(...mails.slice(0, 20));
    await eventually('the first', () => transport.handed.length > 0);
    tellInHand(...mails.slice(20));
    await eventually('the wake', () => dispatcher.woken.length > 0);
    transport.before = async () => undefined;
    expect(transport.handed.length).toBeLessThan(mails.length);
    await deliver();
    expect(transport.handed).toHaveLength(mails.length);
  });

  it('keeps mail that only its server is slow with', async () => {
    await organizationAfter(...live);
    const { tell, shared, dispatcher } = sharedDispatcher();
    const mails = [await acceptMail(), await acceptMail(), await acceptMail()];
    transport.before = async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, 3_100);
      });
      transport.before = async () => undefined;
    };
    tell(...mails);
    await eventually('all is sent', async () => (await Promise.all(mails.map(isSent))).every(Boolean));
    await shared.close(5_000);
    expect(dispatcher.woken).toEqual([]);
  });

  it('wakes nobody when its time is over with its last mail', async () => {
    await organizationAfter(...live);
    const { tell, shared, dispatcher } = sharedDispatcher({ roundMs: 50 });
    const id = await acceptMail();
    transport.before = async () => {
      await new Promise((resolve) => {
        setTimeout(resolve, 200);
      });
    };
    tell(id);
    await eventually('it is sent', () => isSent(id));
    await shared.close(5_000);
    expect(dispatcher.woken).toEqual([]);
  });

  it('ends with its worker after the mail that is on its way', async () => {
    await organizationAfter(...live);
    const { tell, shared } = sharedDispatcher();
    const mails = [await acceptMail(), await acceptMail()];
    let letGo: () => void = () => undefined;
    const isReached = new Promise<void>((reached) => {
      transport.before = async () => {
        reached();
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
      };
    });
    tell(...mails);
    await isReached;
    const closing = shared.close(60_000);
    letGo();
    await closing;
    expect(await Promise.all(mails.map(async (id) => (await outbox.find(id))?.state))).toEqual(['sent', 'accepted']);
  });

  it('ends what is on its way when its worker cannot wait any longer', async () => {
    await organizationAfter(...live);
    const { tell, shared } = sharedDispatcher();
    const id = await acceptMail();
    const isAborted = new Promise<void>((resolve) => {
      transport.before = async (signal) => {
        void shared.close(0);
        await new Promise<void>((aborted) => {
          signal.addEventListener('abort', () => aborted());
        });
        resolve();
      };
    });
    tell(id);
    await isAborted;
    await shared.close(5_000);
    expect(await isSent(id)).toBe(true);
  });

  it('goes on with mail that came while it let go of the organization', async () => {
    await organizationAfter(...live);
    const { tell, shared } = sharedDispatcher();
    const mails: string[] = [];
    for (let count = 0; count < 12; count += 1) mails.push(await acceptMail());
    for (const id of mails) {
      tell(id);
      await new Promise((resolve) => {
        setTimeout(resolve, 90 * (mails.indexOf(id) % 8));
      });
    }
    await eventually('all is sent', async () => (await Promise.all(mails.map(isSent))).every(Boolean));
    await shared.close(5_000);
    expect(transport.handed).toHaveLength(12);
  });
});

describe('an outcome', () => {
  it('is recorded for each recipient; only those deferred are tried again, with the same bytes', async () => {
    const recipients = ['ok@partner.example', 'busy@partner.example', 'nobody@partner.example'];
    const id = await acceptMail({ recipients });
    const answers: Record<string, typeof busy | typeof unknownUser> = {
      'busy@partner.example': busy,
      'nobody@partner.example': unknownUser,
    };
    transport.answer = (recipient) => answers[recipient] ?? { state: 'sent', answer: busy.answer };
    const round = await deliver();
    expect((await outbox.find(id))?.recipients.map(({ state }) => state)).toEqual([
      'sent',
      'deferred',
      'undeliverable',
    ]);
    expect(round.owedNotices).toEqual([{ mailId: id, recipient: 'nobody@partner.example', position: 2 }]);
    const waitMs = Date.parse(round.nextDueAt ?? '') - Date.now();
    expect(waitMs).toBeGreaterThan(50_000);
    await mongo.raw
      .collection<{ _id: string }>('outbox')
      .updateOne({ _id: id }, { $set: { nextAttemptAt: new Date(0) } });
    await deliver();
    expect(transport.handed.map((mail) => mail.recipients)).toEqual([recipients, ['busy@partner.example']]);
    expect(transport.handed[1]?.text).toBe(transport.handed[0]?.text);
  });

  it('that says what the customer must mend ends the server’s part of the round and names revision and credential', async () => {
    await organizationAfter(...way.live);
    await acceptMail();
    await acceptMail();
    transport.answer = () => busy;
    transport.customerTrouble = 'AUTH_REFUSED';
    const trouble = { revision: 1, credentialId: 'credential-1', code: 'AUTH_REFUSED' };
    expect(await deliver()).toMatchObject({ handled: 1, customerTrouble: trouble });
  });

  it('that says what the customer must mend plans the server’s next mail for the end of its rest; other mail still goes', async () => {
    await organizationAfter(...way.live);
    await acceptMail();
    await acceptMail();
    await acceptMail({ category: 'informational' });
    transport.answer = () => busy;
    transport.troubleOn = (route) => (route === 'customer' ? 'AUTH_REFUSED' : null);
    const round = await deliver();
    expect(transport.handed.map(({ route }) => route).toSorted()).toEqual(['customer', 'platform']);
    expect(Date.parse(round.nextDueAt ?? '') - Date.now()).toBeGreaterThan(20_000);
    await mongo.raw.collection('outbox').deleteMany({ organizationId, category: 'informational' });
    transport.restOn = () => 300_000;
    const resting = await deliver();
    expect(resting).toMatchObject({ handled: 0, customerTrouble: null });
    expect(Date.parse(resting.nextDueAt ?? '') - Date.now()).toBeGreaterThan(290_000);
  });

  it('of a server that was not asked counts as no attempt, and ends its part of the round', async () => {
    await organizationAfter(...way.live);
    const mails = [await acceptMail(), await acceptMail()];
    transport.notAskedForMs = 120_000;
    const round = await deliver();
    expect(round).toMatchObject({ handled: 1, customerTrouble: null });
    const attempts = await Promise.all(mails.map(async (id) => (await outbox.find(id))?.attempts));
    expect(attempts).toEqual([0, 0]);
    transport.notAskedForMs = null;
    await mongo.raw.collection('outbox').updateMany({ organizationId }, { $set: { nextAttemptAt: new Date(0) } });
    expect(await deliver()).toMatchObject({ handled: 2 });
  });

  it('after a resume is asked of a server as if it had never refused', async () => {
    const at = '2026-11-26T12:00:00.000Z';
    const resumed = { ...command('resume', people.ops, { note: 'mended', withoutCheck: true }), at };
    await organizationAfter(...way.live, command('suspend', people.ops, { reason: 'abuse' }), resumed);
    await acceptMail();
    const resumedAt: (string | null | undefined)[] = [];
    transport.restOn = (route) => {
      if (route.route === 'customer') resumedAt.push(route.resumedAt);
      return 0;
    };
    await deliver();
    expect(resumedAt).toEqual([at]);
  });

  async function claimedByADeadDispatcher(): Promise<DispatchRun> {
    const now = new Date().toISOString();
    const dead = await outbox.takeOver(organizationId, now);
    await dead.claim({ route: 'platform', categories: ['transactional'], lanes: [0], mailsPerLane: 1, now });
    return dead;
  }

  it('that nobody recorded, because the dispatcher died, makes the mail held and never sent again', async () => {
    const id = await acceptMail();
    const dead = await claimedByADeadDispatcher();
    expect(await dead.beginning(0)?.()).toBe(true);
    await deliver();
    expect(await outbox.find(id)).toMatchObject({ state: 'held' });
    expect(transport.handed).toEqual([]);
  });

  it('that had not begun when the dispatcher died is simply made again', async () => {
    const id = await acceptMail();
    await claimedByADeadDispatcher();
    await deliver();
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('of a dispatcher that was thought dead before its first byte left is not made: the other one has made it', async () => {
    const id = await acceptMail();
    transport.before = async () => {
      transport.before = async () => undefined;
      await deliver();
      expect(await outbox.find(id)).toMatchObject({ state: 'sent' });
    };
    await deliver();
    expect(transport.handed).toHaveLength(1);
    expect(await outbox.find(id)).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('that is recorded while the store is away for a moment is not lost', async () => {
    const id = await acceptMail();
    let failures = 2;
    const takeOver = outbox.takeOver.bind(outbox);
    const spy = jest.spyOn(outbox, 'takeOver').mockImplementation(async (...of) => {
      const run = await takeOver(...of);
      const record = run.record.bind(run);
      jest.spyOn(run, 'record').mockImplementation((outcome) => {
        failures -= 1;
        return failures < 0 ? record(outcome) : Promise.reject(new CatalogueError('STORE_UNAVAILABLE'));
      });
      return run;
    });
    await deliver();
    spy.mockRestore();
    expect(await outbox.find(id)).toMatchObject({ state: 'sent' });
  });

  it('of a dispatcher that was thought dead still counts', async () => {
    const id = await acceptMail();
    transport.during = async () => {
      transport.during = async () => undefined;
      await deliver();
      expect(await outbox.find(id)).toMatchObject({ state: 'held' });
    };
    await deliver();
    expect(await outbox.find(id)).toMatchObject({ state: 'sent' });
  });

  it('that comes too late for the mail’s age makes it expired, which owes a notice', async () => {
    const id = await acceptMail({ expiresAt: new Date(Date.now() - 1).toISOString() });
    const round = await deliver();
    expect(await outbox.find(id)).toMatchObject({ state: 'expired' });
    expect(round.owedNotices).toHaveLength(1);
    expect(transport.handed).toEqual([]);
  });
});

describe('an address on the suppression list', () => {
  const change = { at: new Date().toISOString(), by: people.ops, note: 'dead', causedBy: 'k-1' };

  async function suppressing(address: string, cause: 'manual' | 'complaint' | 'unsubscribed' = 'manual') {
    const { suppressions } = failureDeps(mongo, lifecycles);
    const entry = { organizationId, address, cause, reason: null, mailId: null, expiresAt: null } as const;
    await suppressions.add({ ...entry, change });
    return new QuietSuppressionCheck(suppressions);
  }

  const owedNotices = () => outbox.owedNotices(organizationId, new Date(Date.now() + 3_600_000).toISOString(), 5);

  it('because its owner unsubscribed gets transactional mail, and no other; nobody is told of what they asked for', async () => {
    await organizationAfter(...way.live);
    const suppressions = await suppressing('signer@partner.example', 'unsubscribed');
    const wanted = await acceptMail({ category: 'transactional' });
    const unwanted = [await acceptMail({ category: 'marketing' }), await acceptMail({ category: 'informational' })];
    await deliver({ suppressions });
    expect(await outbox.find(wanted)).toMatchObject({ state: 'sent' });
    for (const id of unwanted) {
      expect(await outbox.find(id)).toMatchObject({
        state: 'suppressed',
        attempts: 0,
        recipients: [{ state: 'suppressed', answer: { replyCode: null, text: 'RECIPIENT_UNSUBSCRIBED' } }],
      });
    }
    expect(transport.handed).toHaveLength(1);
    expect(await owedNotices()).toEqual([]);
  });

  it('because its owner complained gets no mail; only that about a contract is news to its sender', async () => {
    await organizationAfter(...way.live);
    const suppressions = await suppressing('signer@partner.example', 'complaint');
    const contract = await acceptMail({ category: 'transactional' });
    const unwanted = await acceptMail({ category: 'marketing' });
    await deliver({ suppressions });
    expect(transport.handed).toEqual([]);
    expect(await outbox.find(contract)).toMatchObject({ state: 'undeliverable' });
    expect(await outbox.find(unwanted)).toMatchObject({
      state: 'suppressed',
      recipients: [{ answer: { text: 'RECIPIENT_COMPLAINED' } }],
    });
    expect(await owedNotices()).toMatchObject([{ mailId: contract }]);
  });

  it('is sent nothing: the recipient is undeliverable and owed a notice, the others get the mail', async () => {
    await organizationAfter(...way.live);
    const suppressions = await suppressing('nobody@partner.example');
    const id = await acceptMail({ recipients: ['signer@partner.example', 'Nobody@partner.example'] });
    await deliver({ suppressions });
    expect(transport.handed).toMatchObject([{ recipients: ['signer@partner.example'] }]);
    expect((await outbox.find(id))?.recipients).toMatchObject([
      { state: 'sent' },
      { state: 'undeliverable', answer: { replyCode: null, text: 'ADDRESS_SUPPRESSED' } },
    ]);
    expect(await owedNotices()).toMatchObject([{ mailId: id, recipient: 'Nobody@partner.example' }]);
  });

  it('costs no session and no attempt where it is the only recipient', async () => {
    await organizationAfter(...way.live);
    const suppressions = await suppressing('nobody@partner.example');
    const id = await acceptMail({ recipients: ['nobody@partner.example'] });
    await deliver({ suppressions });
    expect(transport.handed).toEqual([]);
    expect(await outbox.find(id)).toMatchObject({ state: 'undeliverable', attempts: 0 });
  });

  it('gets notices all the same, and is no matter of another organization', async () => {
    await organizationAfter(...way.live);
    const suppressions = await suppressing('nobody@partner.example');
    await acceptMail({ recipients: ['nobody@partner.example'], category: 'notice' });
    await deliver({ suppressions });
    expect(transport.handed).toHaveLength(1);
    organizationId = randomUUID();
    await organizationAfter(...way.live);
    await acceptMail({ recipients: ['nobody@partner.example'] });
    await deliver({ suppressions });
    expect(transport.handed).toHaveLength(2);
  });
});

describe('a notice', () => {
  const writeNotice = (mailId: string, recipient = 'nobody@partner.example') =>
    new MockActivityEnvironment().run(activities().undeliverable.writeNotice, { organizationId, mailId, recipient });

  async function refusedMail(): Promise<string> {
    const mailId = await acceptMail({ recipients: ['nobody@partner.example'] });
    transport.answer = () => unknownUser;
    await deliver();
    transport.answer = () => ({ state: 'sent', answer: busy.answer });
    return mailId;
  }

  it('goes to the admin address, with the null sender, through the platform, once however often it is written', async () => {
    await organizationAfter(...way.live);
    const mailId = await refusedMail();
    await writeNotice(mailId);
    await writeNotice(mailId);
    const round = await deliver();
    expect(round).toMatchObject({ handled: 1, owedNotices: [] });
    expect(transport.handed.at(-1)).toMatchObject({
      route: 'platform',
      envelopeFrom: '',
      recipients: ['admin@customer.example'],
    });
    expect(transport.handed.at(-1)?.text).toMatch(/Final-Recipient: rfc822; ?nobody@partner\.example/);
    const [recorded, ...more] = await undeliverables.list({ organizationId }, { limit: 10 });
    expect(recorded).toMatchObject({
      mailId,
      cause: 'refused',
      notice: { to: 'admin@customer.example', kind: 'single' },
    });
    expect(more).toEqual([]);
  });

  it('goes to the Reply-To of the mail where the organization’s server forwards undeliverables there', async () => {
    const preferences = { undeliverablesTo: 'reply-to', replyTo: null, branding: false } as const;
    await organizationAfter(...way.live, command('setPreferences', people.admin, { preferences }));
    await writeNotice(await refusedMail());
    await deliver();
    expect(transport.handed.at(-1)?.recipients).toEqual(['desk@customer.example']);
  });

  it('stands in nobody’s way: no caller of the API can use its key', async () => {
    await organizationAfter(...way.live);
    const mailId = await refusedMail();
    await acceptMail({ idempotencyKey: `notice/${mailId}/nobody@partner.example` });
    await writeNotice(mailId);
    await deliver();
    expect(transport.handed.at(-1)?.envelopeFrom).toBe('');
    const keys = await mongo.raw
      .collection('outbox')
      .distinct('idempotencyKey', { organizationId, category: 'notice' });
    expect(keys).toEqual([expect.stringMatching(/^[^ -~]/)]);
  });

  it('that cannot be written is not started again at once', async () => {
    await refusedMail();
    expect((await deliver()).owedNotices).toEqual([]);
  });

  it('is never written about another notice', async () => {
    await organizationAfter(...way.live);
    await writeNotice(await refusedMail());
    transport.answer = () => unknownUser;
    const round = await deliver();
    expect(transport.handed.at(-1)?.envelopeFrom).toBe('');
    expect(round.owedNotices).toEqual([]);
  });
});

describe('the sweep', () => {
  async function swept(trouble: string | null = null): Promise<readonly string[]> {
    const { delivery, dispatcher } = activities();
    const wake = dispatcher.wake.bind(dispatcher);
    jest.spyOn(dispatcher, 'wake').mockImplementation(async (id) => {
      if (id === trouble) throw new CatalogueError('WORKFLOW_UNAVAILABLE');
      await wake(id);
    });
    await new MockActivityEnvironment().run(delivery.wakeDispatchersWithWork);
    return dispatcher.woken;
  }

  it('wakes the dispatcher of every organization with due mail or an owed notice', async () => {
    await acceptMail();
    expect(await swept()).toContain(organizationId);
  });

  it('wakes the others when one dispatcher cannot be woken', async () => {
    const troubled = organizationId;
    await acceptMail({ notBefore: new Date(0).toISOString() });
    organizationId = randomUUID();
    await acceptMail();
    const woken = await swept(troubled);
    expect(woken).toContain(organizationId);
    expect(woken).not.toContain(troubled);
  });

  it('leaves mail alone that waits only for a suspended server, until its age is reached', async () => {
    await organizationAfter(...way.live, command('suspend', people.ops, { reason: 'abuse' }));
    await acceptMail();
    expect(await swept()).not.toContain(organizationId);
    await acceptMail({ expiresAt: new Date(Date.now() - 1).toISOString() });
    expect(await swept()).toContain(organizationId);
  });
});

describe('the return path', () => {
  const chosen = (returnPath: ReturnPathMode | null, undeliverablesTo: 'admin' | 'reply-to' = 'admin') =>
    command('setPreferences', people.admin, {
      preferences: { undeliverablesTo, replyTo: null, branding: false, returnPath },
    });

  async function envelopeAfter(...events: LifecycleEvent[]) {
    await organizationAfter(...way.live, ...events);
    const mailId = await acceptMail();
    await deliver();
    return { mailId, handed: transport.handed.at(-1)! };
  }

  it('is the admin address unless something else is called for', async () => {
    const { mailId, handed } = await envelopeAfter();
    expect(handed).toMatchObject({ envelopeFrom: 'admin@customer.example', envelopeId: mailId });
  });

  it('is the Reply-To where the server forwards undeliverables there, or where it was chosen', async () => {
    expect((await envelopeAfter(chosen(null, 'reply-to'))).handed.envelopeFrom).toBe('desk@customer.example');
    organizationId = randomUUID();
    expect((await envelopeAfter(chosen('reply-to'))).handed.envelopeFrom).toBe('desk@customer.example');
  });

  it('leads to us, signed for the mail and its recipient, where it is tracked', async () => {
    const { mailId, handed } = await envelopeAfter(chosen('tracked'));
    const reading = returnAddresses.read(handed.envelopeFrom, new Date());
    expect(reading).toMatchObject({ kind: 'genuine', token: { kind: 'bounce', reference: mailId, position: 0 } });
    expect(reading.kind === 'genuine' && returnAddresses.belongsTo(reading.token, organizationId)).toBe(true);
  });

  it('leads to us for mail through the platform, as nobody else would learn of its bounces', async () => {
    const mailId = await acceptMail({ category: 'informational' });
    await deliver();
    const reading = returnAddresses.read(transport.handed.at(-1)!.envelopeFrom, new Date());
    expect(reading).toMatchObject({ kind: 'genuine', token: { kind: 'bounce', reference: mailId, position: 0 } });
    await acceptMail();
    await deliver({ returnAddresses: null });
    expect(transport.handed.at(-1)?.envelopeFrom).toBe('no-reply@platform.example');
  });

  it('names the whole mail where it goes to several recipients', async () => {
    await organizationAfter(...way.live, chosen('tracked'));
    await acceptMail({ recipients: ['one@partner.example', 'two@partner.example'] });
    await deliver();
    const reading = returnAddresses.read(transport.handed.at(-1)!.envelopeFrom, new Date());
    expect(reading).toMatchObject({ kind: 'genuine', token: { position: null } });
  });

  it('is the admin address after all where this deployment has no domain for tracked ones', async () => {
    await organizationAfter(...way.live, chosen('tracked'));
    await acceptMail();
    await deliver({ returnAddresses: null });
    expect(transport.handed.at(-1)?.envelopeFrom).toBe('admin@customer.example');
  });
});
