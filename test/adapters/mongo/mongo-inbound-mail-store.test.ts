import { randomUUID } from 'node:crypto';

import type { NewInboundMail } from '../../../activities/ports/inbound-mail-store';
import { MongoInboundMailStore } from '../../../adapters/mongo/mongo-inbound-mail-store';
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

const fresh = { state: 'stored', copies: 1, outcome: null, settledAt: null };

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
    await store.settle(mail.id, { outcome: 'routed', class: 'bounce', at: at(1) });
    await store.settle(mail.id, { outcome: 'other', class: 'unparseable', at: at(2) });
    expect(await store.store(mail)).toBe('known');
    expect(await store.find(mail.id)).toMatchObject({
      state: 'settled',
      outcome: 'routed',
      class: 'unparseable',
      settledAt: at(1),
    });
  });

  it('that nobody has routed is found by the sweep, the oldest first, and not when it is young or settled', async () => {
    const [old, older, settled, young] = [at(-20), at(-30), at(-40), at(-1)].map((receivedAt) =>
      received({ receivedAt }),
    );
    for (const mail of [old!, older!, settled!, young!]) await store.store(mail);
    await store.settle(settled!.id, { outcome: 'routed', class: 'bounce', at: at(0) });
    expect(await store.unsettled(at(-10), 10)).toEqual([
      { id: older!.id, class: 'bounce' },
      { id: old!.id, class: 'bounce' },
    ]);
  });
});
