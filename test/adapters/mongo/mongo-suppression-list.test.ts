import { randomUUID } from 'node:crypto';

import type { NewSuppression, SuppressionFilter } from '../../../activities/ports/suppression-list';
import type { ListPage } from '../../../domain/list-order';
import { MongoSuppressionList } from '../../../adapters/mongo/mongo-suppression-list';
import { at } from './outbox-fixtures';
import { openTestMongo, type TestMongo } from './test-mongo';

const ops = { kind: 'person', subject: 'u-1', roles: ['ops'] } as const;

let mongo: TestMongo;
let list: MongoSuppressionList;
const commands: unknown[] = [];
let organizationId: string;

beforeAll(async () => {
  mongo = await openTestMongo((command) => commands.push(command));
  list = new MongoSuppressionList(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

beforeEach(() => {
  organizationId = randomUUID();
});

function entry(address: string, changes: Partial<NewSuppression> = {}, minutes = 0): NewSuppression {
  const change = { at: at(minutes), by: ops, note: null, causedBy: randomUUID() };
  const usual = { cause: 'manual', reason: null, mailId: null, expiresAt: null, change } as const;
  return { organizationId, address, ...usual, ...changes };
}

const removal = (id: string, minutes: number) => ({
  organizationId,
  id,
  change: { at: at(minutes), by: ops, note: 'mailbox is back', causedBy: randomUUID() },
});

function listed(filter: Partial<SuppressionFilter> = {}, page: ListPage<'suppressions'> = { limit: 10 }) {
  return list.list({ organizationId, now: at(100), ...filter }, page);
}

describe('asking whether mail may be sent', () => {
  it('names the addresses that are on the list, as they were given, with every cause', async () => {
    await list.add(entry('Ann@X.example'));
    await list.add(entry('Ann@X.example', { cause: 'unsubscribed' }));
    const given = ['ANN@x.example', 'bob@x.example'];
    expect(await list.suppressed(organizationId, given, at(1))).toEqual(new Map([['ANN@x.example', ['manual']]]));
    const [[address, causes] = []] = await list.suppressed(organizationId, given, at(1), 'marketing');
    expect([address, causes?.toSorted()]).toEqual(['ANN@x.example', ['manual', 'unsubscribed']]);
  });

  it('knows nothing of another organization', async () => {
    await list.add(entry('ann@x.example'));
    expect(await list.suppressed(randomUUID(), ['ann@x.example'], at(1))).toEqual(new Map());
  });

  it('knows whether an organization has any entry at all, also one that was removed', async () => {
    expect(await list.hasEntries(organizationId)).toBe(false);
    const { id } = await list.add(entry('ann@x.example'));
    await list.remove(removal(id, 1));
    expect(await list.hasEntries(organizationId)).toBe(true);
  });

  it('costs organizations that ask together one command for each kind of question, and each hears of its own alone', async () => {
    const others = Array.from({ length: 10 }, () => randomUUID());
    await list.add(entry('ann@x.example'));
    await list.add(entry('bob@x.example', { organizationId: others[0]! }));
    const ids = [organizationId, ...others];
    const before = commands.length;
    const present = await Promise.all(ids.map((id) => list.hasEntries(id)));
    const kept = await Promise.all(
      ids.map((id) => list.suppressed(id, ['ANN@x.example', 'bob@x.example'], at(1), 'marketing')),
    );
    expect(commands.length - before).toBe(2);
    expect(present).toEqual(ids.map((_, index) => index < 2));
    expect(kept.map((addresses) => [...addresses.keys()])).toEqual(
      ids.map((_, index) => [['ANN@x.example'], ['bob@x.example']][index] ?? []),
    );
  });

  it('lets an address pass whose entry has ended or was removed', async () => {
    await list.add(entry('ended@x.example', { cause: 'hard-bounce', reason: 'userunknown', expiresAt: at(5) }));
    const { id } = await list.add(entry('removed@x.example'));
    await list.remove(removal(id, 4));
    expect(await list.suppressed(organizationId, ['ended@x.example', 'removed@x.example'], at(5))).toEqual(new Map());
    expect(await list.suppressed(organizationId, ['ended@x.example'], at(4))).toEqual(
      new Map([['ended@x.example', ['hard-bounce']]]),
    );
  });
});

describe('an address whose owner has unsubscribed', () => {
  const address = 'ann@x.example';
  const asked = async (category: 'transactional' | 'informational' | 'marketing') =>
    (await list.suppressed(organizationId, [address], at(2), category)).size > 0;

  it('is kept from all but transactional mail', async () => {
    await list.add(entry(address, { cause: 'unsubscribed' }));
    expect([await asked('marketing'), await asked('informational'), await asked('transactional')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('stands beside what else is known of it: neither entry hides the other', async () => {
    const { id } = await list.add(entry(address, { cause: 'unsubscribed' }));
    const dead = await list.add(entry(address, { cause: 'hard-bounce', reason: 'userunknown', expiresAt: at(50) }));
    expect(await asked('transactional')).toBe(true);
    await list.remove(removal(dead.id, 1));
    expect([await asked('transactional'), await asked('marketing')]).toEqual([false, true]);
    await list.remove(removal(id, 1));
    expect(await asked('marketing')).toBe(false);
  });
});

describe('changing the list', () => {
  it('keeps one entry for an address, whoever puts it there at the same time, and all in its trail', async () => {
    const given = Array.from({ length: 6 }, (_, index) => entry('ann@x.example', { mailId: `m-${index}` }));
    const added = await Promise.all(given.map((each) => list.add(each)));
    expect(new Set(added.map(({ id }) => id)).size).toBe(1);
    expect((await listed()).map(({ trail }) => trail.length)).toEqual([6]);
  });

  it('changes nothing when the same cause comes again', async () => {
    const once = entry('ann@x.example');
    const first = await list.add(once);
    expect(await list.add(once)).toEqual(first);
  });

  it('shows what was removed, by whom and why, and removes nothing of another organization', async () => {
    const { id } = await list.add(entry('ann@x.example'));
    expect(await list.remove({ ...removal(id, 1), organizationId: randomUUID() })).toBeNull();
    await list.remove(removal(id, 2));
    expect(await list.find(organizationId, id)).toMatchObject({
      removedAt: at(2),
      trail: [{ event: 'added' }, { event: 'removed', by: ops, note: 'mailbox is back' }],
    });
    expect(await list.find(randomUUID(), id)).toBeNull();
  });

  it('has no address in its ids', async () => {
    const { id } = await list.add(entry('ann@x.example'));
    expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('the key of a command', () => {
  const command = (fingerprint: string) => ({ organizationId, causedBy: 'command/u-1/key', fingerprint, at: at(0) });

  it('is taken by one of two different commands that come at once, and the other is refused', async () => {
    const answers = await Promise.allSettled([list.claim(command('one')), list.claim(command('other'))]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('may come again with the same command, also at once, which leaves one change in the trail', async () => {
    const { causedBy } = command('same');
    const once = entry('ann@x.example');
    const given = { ...once, change: { ...once.change, causedBy } };
    const added = await Promise.all(
      Array.from({ length: 6 }, async () => {
        await list.claim(command('same'));
        return await list.add(given);
      }),
    );
    for (const each of added) expect(each).toEqual(added[0]);
    expect((await listed()).map(({ trail }) => trail)).toMatchObject([[{ event: 'added', causedBy }]]);
  });

  it('is free for another organization', async () => {
    await list.claim(command('one'));
    await expect(list.claim({ ...command('other'), organizationId: randomUUID() })).resolves.toBeUndefined();
  });
});

describe('the list', () => {
  it('is shown the newest first, page by page, and filtered', async () => {
    for (let minute = 0; minute < 5; minute += 1) await list.add(entry(`a${minute}@x.example`, {}, minute));
    await list.add(entry('b@x.example', { cause: 'complaint', expiresAt: at(50) }, 6));
    const first = await listed({}, { limit: 2 });
    expect(first.map(({ address }) => address)).toEqual(['b@x.example', 'a4@x.example']);
    const second = await listed({}, { limit: 10, after: { value: first[1]!.addedAt, id: first[1]!.id } });
    expect(second.map(({ address }) => address)).toEqual([
      'a3@x.example',
      'a2@x.example',
      'a1@x.example',
      'a0@x.example',
    ]);
    expect((await listed({ cause: 'complaint' })).map(({ address }) => address)).toEqual(['b@x.example']);
    expect((await listed({ state: 'expired' })).map(({ address }) => address)).toEqual(['b@x.example']);
    expect(await listed({ state: 'active' })).toHaveLength(5);
    expect((await listed({ address: ' A1@X.example' })).map(({ address }) => address)).toEqual(['a1@x.example']);
    expect(await listed({ organizationId: 'another' })).toEqual([]);
  });
});
