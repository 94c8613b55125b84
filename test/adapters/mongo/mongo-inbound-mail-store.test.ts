import { randomUUID } from 'node:crypto';

import type { NewInboundMail } from '../../../activities/ports/inbound-mail-store';
import { MongoInboundMailStore } from '../../../adapters/mongo/mongo-inbound-mail-store';
import type { InboundFinding } from '../../../domain/undeliverables/inbound-finding';
import { at } from './outbox-fixtures';
import { openTestMongo, type TestMongo } from './test-mongo';

let mongo: TestMongo;
let store: MongoInboundMailStore;

beforeAll(async () => {
  mongo = await openTestMongo();
  store = new MongoInboundMailStore(mongo.connection);
  await mongo.connection.connect();
});

afterAll(() => mongo.close());

function received(changes: Partial<NewInboundMail> = {}): NewInboundMail {
  return {
    id: randomUUID(),
    raw: Buffer.from([0, 255, 13, 10]),
    envelope: { sender: '', recipient: 'b-token@bounce.example' },
    peer: { address: '192.0.2.1', name: '', protocol: 'smtp', isEncrypted: true },
    receivedAt: at(0),
    class: 'bounce',
    token: { kind: 'bounce', reference: randomUUID(), position: null, organizationTag: '0123456789', lastDay: 20_000 },
    ...changes,
  };
}

const finding: InboundFinding = {
  recipient: 'ann@x.example',
  kind: 'failed',
  reason: 'userunknown',
  hard: true,
  enhancedStatus: '5.1.1',
  replyCode: '550',
  text: 'No such user',
  effect: 'guessed',
  because: null,
  proof: 'recipient-and-time',
  organizationId: null,
  mailId: null,
  position: null,
  candidates: ['m-1'],
};

const fresh = { state: 'stored', copies: 1, outcome: null, findings: [], settledAt: null };

describe('mail that came in', () => {
  it('is found as it was stored, byte for byte', async () => {
    const mail = received();
    expect(await store.store(mail)).toBe('stored');
    const { raw, ...rest } = (await store.find(mail.id))!;
    const { raw: sent, ...expected } = mail;
    expect(rest).toEqual({ ...expected, ...fresh });
    expect(Buffer.compare(raw, sent)).toBe(0);
    expect(await store.find('unknown')).toBeNull();
  });

  it('is stored once when it comes several times at once, and counted', async () => {
    const mail = received();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => store.store(mail)));
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
    expect(await store.find(mail.id)).toMatchObject({ copies: 6 });
  });

  it('is settled once: the first outcome stays, also when the same mail comes again', async () => {
    const mail = received();
    await store.store(mail);
    await store.settle(mail.id, { outcome: 'undeliverable', findings: [], class: 'bounce', at: at(1) });
    await store.settle(mail.id, { outcome: 'rejected', findings: [], class: 'unparseable', at: at(2) });
    expect(await store.store(mail)).toBe('known');
    expect(await store.find(mail.id)).toMatchObject({
      state: 'settled',
      outcome: 'undeliverable',
      class: 'unparseable',
      settledAt: at(1),
    });
  });

  it('that nobody has routed is found by the sweep, the oldest first, and not when it is young or settled', async () => {
    const [old, older, settled, young] = [at(-20), at(-30), at(-40), at(-1)].map((receivedAt) =>
      received({ receivedAt }),
    );
    for (const mail of [old!, older!, settled!, young!]) await store.store(mail);
    await store.settle(settled!.id, { outcome: 'undeliverable', findings: [], class: 'bounce', at: at(0) });
    expect(await store.unsettled(at(-10), 10)).toEqual([
      { id: older!.id, class: 'bounce' },
      { id: old!.id, class: 'bounce' },
    ]);
  });

  it('is to be routed once more after it was opened again, and keeps nothing of what came of it before', async () => {
    const mail = received();
    await store.store(mail);
    await store.settle(mail.id, { outcome: 'unparseable', findings: [finding], class: 'unparseable', at: at(1) });
    expect(await store.find(mail.id)).toMatchObject({ findings: [finding] });
    await store.reopen(mail.id);
    expect(await store.find(mail.id)).toMatchObject({ ...fresh, class: 'unparseable' });
    await store.settle(mail.id, { outcome: 'undeliverable', findings: [], class: 'bounce', at: at(2) });
    expect(await store.find(mail.id)).toMatchObject({ outcome: 'undeliverable', class: 'bounce' });
  });

  it('is listed the newest first, page by page, by class and by outcome, without its bytes', async () => {
    const name = randomUUID();
    const mails = [1, 2, 3].map((minutes) =>
      received({ id: `${name}-${minutes}`, receivedAt: at(500 + minutes), raw: Buffer.alloc(minutes) }),
    );
    for (const mail of mails) await store.store(mail);
    await store.settle(mails[0]!.id, { outcome: 'rejected', findings: [], class: 'bounce', at: at(600) });
    await store.settle(mails[1]!.id, { outcome: 'unparseable', findings: [], class: 'unparseable', at: at(600) });
    const [newest, ...rest] = await store.list({}, { limit: 2 });
    expect(newest).toMatchObject({ id: mails[2]!.id, size: 3 });
    expect(newest).not.toHaveProperty('raw');
    expect(rest.map(({ id }) => id)).toEqual([mails[1]!.id]);
    expect(
      (await store.list({}, { limit: 1, after: { value: mails[1]!.receivedAt, id: mails[1]!.id } })).map(
        ({ id }) => id,
      ),
    ).toEqual([mails[0]!.id]);
    const queue = await store.list({ class: 'unparseable' }, { limit: 50 });
    expect(queue.map(({ id }) => id)).toContain(mails[1]!.id);
    expect(queue.map(({ id }) => id)).not.toContain(mails[2]!.id);
    expect((await store.list({ outcome: 'rejected' }, { limit: 1 })).map(({ id }) => id)).toEqual([mails[0]!.id]);
    const atThatMinute = { since: at(502), until: at(503) };
    expect((await store.list(atThatMinute, { limit: 5 })).map(({ id }) => id)).toEqual([mails[1]!.id]);
    expect(await store.list({ ...atThatMinute, state: 'stored' }, { limit: 5 })).toEqual([]);
  });
});
