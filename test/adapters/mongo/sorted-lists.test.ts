import fc from 'fast-check';

import { MongoDriftLedger } from '../../../adapters/mongo/mongo-drift-ledger';
import { MongoInboundAudit } from '../../../adapters/mongo/mongo-inbound-audit';
import { MongoInboundMailStore } from '../../../adapters/mongo/mongo-inbound-mail-store';
import { MongoInboundRefusals } from '../../../adapters/mongo/mongo-inbound-refusals';
import { MongoMailDesk } from '../../../adapters/mongo/mongo-mail-desk';
import { MongoOutboxIntake } from '../../../adapters/mongo/mongo-outbox-intake';
import { MongoSuppressionList } from '../../../adapters/mongo/mongo-suppression-list';
import { MongoUndeliverableStore } from '../../../adapters/mongo/mongo-undeliverable-store';
import { MongoWebhookStore } from '../../../adapters/mongo/mongo-webhook-store';
import { MongoAuditSearch } from '../../../adapters/mongo/mongo-audit-search';
import { MongoLifecycleProjector } from '../../../adapters/mongo/mongo-lifecycle-projector';
import { MongoLifecycleStore } from '../../../adapters/mongo/mongo-lifecycle-store';
import type { ListName, ListOrder, ListPage, ListPlace, SortField, SortValue } from '../../../domain/list-order';
import { sortNameOf } from '../../../domain/lifecycle/projection';
import { initialState, type LifecycleState } from '../../../domain/lifecycle/state';
import { after as stateAfter, way } from '../../support/lifecycle-builders';
import { undeliverable } from '../../support/undeliverables';
import { ordersOf } from './orders-of';
import { at, newMail } from './outbox-fixtures';
import { openTestMongo, testSeal, type TestMongo } from './test-mongo';

let mongo: TestMongo;

beforeAll(async () => {
  mongo = await openTestMongo();
});

afterAll(() => mongo.close());

/** A list with things in it, of which several are equal in what it can be sorted by. */
interface FilledList<List extends ListName> {
  readonly list: List;
  readonly size: number;
  /** A page, each item by its place in the order that is asked for. */
  read(page: ListPage<List>, by: SortField<List>): Promise<readonly ListPlace[]>;
}

async function readThrough<List extends ListName>(
  { list, read }: FilledList<List>,
  order: ListOrder<SortField<List>>,
  limit: number,
): Promise<readonly ListPlace[]> {
  const all: ListPlace[] = [];
  for (let after: ListPlace | null = null; ;) {
    const page: readonly ListPlace[] = await read({ limit, order, after }, order.by);
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined) return all;
    if (all.length > 1_000) throw new Error(`${list} has no end`);
    after = last;
  }
}

function compared(one: SortValue, other: SortValue): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  return one < other ? -1 : 1;
}

/** Reads the list through in every order that it has, in pages of many sizes. */
async function expectEveryOrder<List extends ListName>(filled: FilledList<List>): Promise<void> {
  for (const order of ordersOf(filled.list)) {
    const sign = order.isDescending ? -1 : 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: filled.size + 1 }), async (limit) => {
        const all = await readThrough(filled, order, limit);
        expect(new Set(all.map(({ id }) => id)).size).toBe(filled.size);
        const inOrder = all.toSorted(
          (one, other) => sign * (compared(one.value, other.value) || compared(one.id, other.id)),
        );
        expect(all).toEqual(inOrder);
      }),
      { numRuns: 6 },
    );
  }
}

describe('every list, page by page and in every order that it has, gives each item once', () => {
  it('audit trails, of one organization and of all', async () => {
    const projector = new MongoLifecycleProjector(mongo.connection, testSeal);
    for (const [organizationId, entries] of [
      ['org-1', 12],
      ['org-2', 5],
    ] as const) {
      const state = { ...initialState(organizationId), version: entries };
      await projector.save(
        state,
        Array.from({ length: entries }, (_value, index) => entryOf(organizationId, index + 1)),
      );
    }
    const store = new MongoLifecycleStore(mongo.connection);
    const search = new MongoAuditSearch(mongo.connection);
    await expectEveryOrder({
      list: 'auditTrail',
      size: 12,
      read: async (page) =>
        (await store.auditTrail('org-1', page)).map(({ sequence }) => ({ value: sequence, id: String(sequence) })),
    });
    await expectEveryOrder({
      list: 'auditSearch',
      size: 17,
      read: async (page) =>
        (await search.search({}, page)).map((entry) => ({
          value: entry.at,
          id: `${entry.organizationId}/${entry.sequence}`,
        })),
    });
  });

  it('organizations and reviews, also by names that are equal and by times that are missing', async () => {
    const projector = new MongoLifecycleProjector(mongo.connection, testSeal);
    const names = ['Öztürk', 'ozturk', 'Acme', 'acme', 'Zeta', ''];
    const states = names.map((name, index) => reviewed(`review-${index}`, name, index));
    await Promise.all(states.map(async (state) => projector.save(state, [])));
    const store = new MongoLifecycleStore(mongo.connection);
    const placeOf = (state: LifecycleState, value: SortValue) => ({ value, id: state.organizationId });
    await expectEveryOrder({
      list: 'organizations',
      // Beside those whose trails were read.
      size: states.length + 2,
      read: async (page, by) =>
        (await store.list(page)).map((state) =>
          placeOf(state, by === 'name' ? sortNameOf(state) : state.organizationId),
        ),
    });
    await expectEveryOrder({
      list: 'reviews',
      size: states.length,
      read: async (page, by) =>
        (await store.reviewQueue(page)).map((state) => {
          const values = { since: state.draft!.since, dueAt: state.draft!.reviewDueAt, name: sortNameOf(state) };
          return placeOf(state, values[by]);
        }),
    });
  });

  it('mails of an organization, and those that need attention', async () => {
    const outbox = new MongoOutboxIntake(mongo.connection);
    const desk = new MongoMailDesk(mongo.connection);
    const organizationId = 'with-mail';
    for (const index of twelve) {
      await outbox.accept(newMail({ organizationId, acceptedAt: at(Math.floor(index / 3)) }));
    }
    const placeOf = ({ acceptedAt, id }: { acceptedAt: string; id: string }) => ({ value: acceptedAt, id });
    await expectEveryOrder({
      list: 'messages',
      size: 12,
      read: async (page) => (await outbox.list({ organizationId }, page)).map(placeOf),
    });
    await mongo.raw.collection('outbox').updateMany({ organizationId }, { $set: { state: 'held' } });
    await expectEveryOrder({
      list: 'messagesNeedingAttention',
      size: 12,
      read: async (page) => (await desk.needingAttention({ state: 'held' }, page)).map(placeOf),
    });
  });

  it('what was not delivered, and to whom nothing is sent any more', async () => {
    const undeliverables = new MongoUndeliverableStore(mongo.connection);
    const suppressions = new MongoSuppressionList(mongo.connection);
    const organizationId = 'with-failures';
    const by = { kind: 'system', part: 'delivery' } as const;
    for (const index of twelve) {
      const [recordedAt, recipient] = [at(Math.floor(index / 3)), `r${index % 4}@x.example`];
      await undeliverables.record(undeliverable({ organizationId, recordedAt, recipient }));
      const change = { at: recordedAt, by, note: null, causedBy: `cause-${index}` };
      const cause = index % 2 === 0 ? 'manual' : 'unsubscribed';
      const address = `a${Math.floor(index / 2)}@x.example`;
      const entry = { organizationId, address, cause, reason: null, mailId: null, expiresAt: null, change } as const;
      await suppressions.add(entry);
    }
    await expectEveryOrder({
      list: 'undeliverables',
      size: 12,
      read: async (page, field) =>
        (await undeliverables.list({ organizationId }, page)).map((one) => ({ value: one[field], id: one.id })),
    });
    await expectEveryOrder({
      list: 'suppressions',
      size: 12,
      read: async (page, field) =>
        (await suppressions.list({ organizationId, now: at(0) }, page)).map((one) => ({
          value: one[field],
          id: one.id,
        })),
    });
  });

  it('deliveries of webhooks, received mail, refusals at the door, and drift', async () => {
    const webhooks = MongoWebhookStore.forBackend(mongo.connection);
    const inbound = new MongoInboundMailStore(mongo.connection);
    const drift = new MongoDriftLedger(mongo.connection);
    const audit = new MongoInboundAudit(mongo.connection, { onError: () => undefined });
    const refusals = new MongoInboundRefusals(mongo.connection);
    for (const index of twelve) {
      const [organizationId, moment] = [`org-${index}`, at(Math.floor(index / 3))];
      const delivery = { organizationId: 'org-1', sequence: index, type: 't', body: '{}' };
      await webhooks.add({ id: `evt-${index}`, ...delivery, createdAt: moment, expiresAt: at(60) });
      await inbound.store({ ...receivedMail, id: `mail-${index}`, receivedAt: moment });
      await drift.noteOpen({
        organizationId,
        kind: 'lifecycle-missing',
        fields: [],
        projected: null,
        actual: null,
        at: moment,
      });
      for (let times = 0; times <= index % 3; times += 1) {
        audit.note({ reason: 'forged', network: `192.0.2.${index}`, at: new Date(moment) });
      }
    }
    await audit.flush();
    await expectEveryOrder({
      list: 'webhookDeliveries',
      size: 12,
      read: async (page) =>
        (await webhooks.list({ organizationId: 'org-1' }, page)).map(({ sequence, id }) => ({ value: sequence, id })),
    });
    await expectEveryOrder({
      list: 'inboundMails',
      size: 12,
      read: async (page) => (await inbound.list({}, page)).map(({ receivedAt, id }) => ({ value: receivedAt, id })),
    });
    await expectEveryOrder({
      list: 'inboundRefusals',
      size: 12,
      read: async (page, by) =>
        (await refusals.list({}, page)).map(({ id, count }) => ({ value: by === 'hour' ? id : count, id })),
    });
    await expectEveryOrder({
      list: 'projectionDrift',
      size: 12,
      read: async (page) => (await drift.list({}, page)).map(({ foundAt, id }) => ({ value: foundAt, id })),
    });
  });
});

const twelve = Array.from({ length: 12 }, (_value, index) => index);

const receivedMail = {
  raw: Buffer.from('Subject: x\r\n\r\nx'),
  envelope: { sender: '', recipient: 'postmaster@x.example' },
  peer: { address: '192.0.2.1', name: 'x', protocol: 'smtp', isEncrypted: true },
  class: 'other',
  token: null,
} as const;

/** In review; three of them since the same moment, and some without a time by which to decide. */
function reviewed(organizationId: string, name: string, index: number): LifecycleState {
  const state = stateAfter(way.awaitingReview, initialState(organizationId));
  const reviewDueAt = index % 3 === 0 ? null : at(60 * (index % 2));
  const draft = { ...state.draft!, since: at(Math.floor(index / 3)), reviewDueAt };
  return { ...state, profile: name === '' ? null : { name, adminAddress: 'a@x.example', locale: 'de' }, draft };
}

/** Three entries each of the same moment. */
function entryOf(organizationId: string, sequence: number) {
  const statuses = { entitlement: 'locked', draft: 'none', live: 'none' } as const;
  return {
    organizationId,
    sequence,
    at: at(Math.floor(sequence / 3)),
    actor: { kind: 'system', part: 'timer' },
    event: 'waitExpired',
    outcome: 'accepted',
    errorCode: null,
    revision: null,
    reason: null,
    before: statuses,
    after: statuses,
    changes: [],
    causedBy: `timer-${sequence}`,
    requestId: null,
  } as const;
}
