import { randomUUID } from 'node:crypto';

import { MongoUndeliverableStore } from '../../../adapters/mongo/mongo-undeliverable-store';
import { undeliverable } from '../../support/undeliverables';
import { at } from './outbox-fixtures';
import { openTestMongo, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let store: MongoUndeliverableStore;
let organizationId: string;

beforeAll(async () => {
  mongo = await openTestMongo();
  store = new MongoUndeliverableStore(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(() => {
  organizationId = randomUUID();
});

describe('undeliverables', () => {
  it('are recorded once; every recorder is told what stands there', async () => {
    const id = randomUUID();
    const attempts = Array.from({ length: 20 }, (_v, index) => undeliverable({ id, subject: `s-${index}` }));
    const recorded = await Promise.all(attempts.map((attempt) => store.record(attempt)));
    expect(new Set(recorded.map(({ subject }) => subject)).size).toBe(1);
    expect(await store.record(undeliverable({ id }))).toEqual(recorded[0]);
  });

  it('are told of once: of many reservations at the same time the first one stands', async () => {
    const { id } = await store.record(undeliverable({ id: randomUUID(), notice: null }));
    const notices = Array.from(
      { length: 10 },
      (_v, index) => ({ to: 'a@x.example', mailId: `n-${index}`, kind: 'single' }) as const,
    );
    const standing = await Promise.all(notices.map((notice) => store.reserveNotice(id, notice)));
    expect(new Set(standing.map(({ notice }) => notice?.mailId)).size).toBe(1);
    await expect(store.reserveNotice('unknown', notices[0]!)).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('are listed per organization, newest first, page by page', async () => {
    const given = [1, 2, 2, 3].map((minutes) =>
      undeliverable({ organizationId, recordedAt: at(minutes), answer: null }),
    );
    for (const each of given) await store.record(each);
    const listed = await store.list({ organizationId }, { limit: 10 });
    expect(listed.map(({ recordedAt }) => recordedAt)).toEqual([3, 2, 2, 1].map(at));
    expect(listed[0]).toEqual(given[3]);
    const first = await store.list({ organizationId }, { limit: 2 });
    const second = await store.list({ organizationId }, { limit: 2, after: { value: at(2), id: first[1]!.id } });
    expect([...first, ...second]).toEqual(listed);
    expect(await store.list({ organizationId: 'other' }, { limit: 2 })).toEqual([]);
  });

  it('are narrowed by cause, reason, recipient, mail and time', async () => {
    const one = undeliverable({ organizationId, recordedAt: at(1) });
    const changes = { cause: 'bounced', reason: 'blocked', recipient: 'b@x.example', mailId: 'm-9' } as const;
    const other = undeliverable({ organizationId, recordedAt: at(5), ...changes });
    await store.record(one);
    await store.record(other);
    for (const [name, value] of [...Object.entries(changes), ['since', at(2)]]) {
      const found = await store.list({ organizationId, [name!]: value }, { limit: 10 });
      expect(found.map(({ id }) => id)).toEqual([other.id]);
    }
  });

  it('belong to one organization alone', async () => {
    const { id } = await store.record(undeliverable({ organizationId }));
    expect(await store.find(organizationId, id)).toMatchObject({ id });
    expect(await store.find('other', id)).toBeNull();
  });

  it('are counted by different recipients, where the organization’s own server was used', async () => {
    const refused = (recipient: string, more = {}) =>
      store.record(undeliverable({ organizationId, recipient, recordedAt: at(9), ...more }));
    for (const recipient of ['a@x.example', 'a@x.example', 'b@x.example']) await refused(recipient);
    await refused('c@x.example', { route: 'platform' });
    await refused('d@x.example', { recordedAt: at(1) });
    await refused('e@x.example', { reason: 'blocked' });
    const counts = await store.refusalCounts(organizationId, at(5));
    expect(counts.toSorted((one, next) => next.recipients - one.recipients)).toEqual([
      { reason: 'userunknown', recipients: 2 },
      { reason: 'blocked', recipients: 1 },
    ]);
  });
});
