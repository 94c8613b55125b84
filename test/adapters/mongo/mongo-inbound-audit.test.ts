import type { InboundRefusalFilter } from '../../../activities/ports/inbound-audit';
import { MongoInboundAudit } from '../../../adapters/mongo/mongo-inbound-audit';
import { MongoInboundRefusals } from '../../../adapters/mongo/mongo-inbound-refusals';
import { eventually } from '../../support/eventually';
import { openTestMongo, type TestMongo } from './test-mongo';
import type { ListPage } from '../../../domain/list-order';

const at = (time: string): Date => new Date(`2026-11-26T${time}Z`);

let mongo: TestMongo;

beforeAll(async () => {
  mongo = await openTestMongo();
});

afterAll(() => mongo.close());

const refusals = ({ reason, ...page }: InboundRefusalFilter & ListPage<'inboundRefusals'>) =>
  new MongoInboundRefusals(mongo.connection).list({ reason }, page);

function unexpected(error: unknown): void {
  throw error;
}

describe('what the listener refused', () => {
  it('is counted by hour, reason and network, also by several listeners', async () => {
    const [one, other] = [
      new MongoInboundAudit(mongo.connection, { onError: unexpected }),
      new MongoInboundAudit(mongo.connection, { onError: unexpected }),
    ];
    for (const time of ['10:00:00', '10:30:00', '11:00:00'])
      one.note({ reason: 'forged', network: '192.0.2.1', at: at(time) });
    one.note({ reason: 'unknown', network: '192.0.2.1', at: at('10:10:00') });
    other.note({ reason: 'forged', network: '192.0.2.1', at: at('10:59:00') });
    await Promise.all([one.flush(), other.flush()]);
    expect(await refusals({ limit: 10 })).toEqual([
      {
        id: '2026-11-26T11/forged/192.0.2.1',
        reason: 'forged',
        network: '192.0.2.1',
        count: 1,
        firstAt: at('11:00:00').toISOString(),
        lastAt: at('11:00:00').toISOString(),
      },
      {
        id: '2026-11-26T10/unknown/192.0.2.1',
        reason: 'unknown',
        network: '192.0.2.1',
        count: 1,
        firstAt: at('10:10:00').toISOString(),
        lastAt: at('10:10:00').toISOString(),
      },
      {
        id: '2026-11-26T10/forged/192.0.2.1',
        reason: 'forged',
        network: '192.0.2.1',
        count: 3,
        firstAt: expect.any(String),
        lastAt: at('10:59:00').toISOString(),
      },
    ]);
  });

  it('is shown page by page, the newest hour first, also by reason', async () => {
    const [first] = await refusals({ limit: 1, reason: 'forged' });
    expect(first?.id).toBe('2026-11-26T11/forged/192.0.2.1');
    const next = await refusals({ limit: 5, reason: 'forged', after: { value: first!.id, id: first!.id } });
    expect(next.map(({ id }) => id)).toEqual(['2026-11-26T10/forged/192.0.2.1']);
  });

  it('is written by itself after a while, a flood in one write', async () => {
    const audit = new MongoInboundAudit(mongo.connection, { everyMs: 20, onError: unexpected });
    for (let index = 0; index < 500; index += 1)
      audit.note({ reason: 'expired', network: '198.51.100.7', at: at('12:00:00') });
    const found = await eventually('the count', async () =>
      (await refusals({ limit: 10 })).find(({ reason }) => reason === 'expired'),
    );
    expect(found.count).toBe(500);
  });

  it('tells so many networks apart, and notes the rest together', async () => {
    const audit = new MongoInboundAudit(mongo.connection, { onError: unexpected });
    for (let index = 0; index < 1_005; index += 1)
      audit.note({ reason: 'foreign', network: `net-${index}`, at: at('13:00:00') });
    await audit.flush();
    const found = await refusals({ limit: 5_000, reason: 'foreign' });
    expect(found).toHaveLength(1_001);
    expect(found.find(({ network }) => network === 'others')?.count).toBe(5);
  });
});
