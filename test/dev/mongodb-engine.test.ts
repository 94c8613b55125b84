import { randomUUID } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';

const MAJORITY = { w: 'majority', j: true } as const;

interface Counter {
  _id: string;
  revision: number;
  winners: number;
}

let connection: Connection;

beforeAll(async () => {
  const uri = process.env['TEST_MONGODB_URI'] ?? '';
  connection = await mongoose.createConnection(uri, { dbName: `engine-${randomUUID()}`, maxPoolSize: 20 }).asPromise();
});

afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

describe('the MongoDB of the embedded stack', () => {
  it('lets exactly one of many concurrent compare-and-sets win', async () => {
    const counters = connection.collection<Counter>('counters');
    for (let round = 0; round < 10; round += 1) {
      const key = { _id: `counter-${round}` };
      await counters.insertOne({ ...key, revision: 0, winners: 0 }, { writeConcern: MAJORITY });
      const attempt = async () =>
        await counters.findOneAndUpdate(
          { ...key, revision: 0 },
          { $inc: { revision: 1, winners: 1 } },
          { writeConcern: MAJORITY },
        );
      const outcomes = await Promise.all(Array.from({ length: 20 }, attempt));
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
      expect(await counters.findOne(key)).toMatchObject({ revision: 1, winners: 1 });
    }
  });

  it('loses no concurrent increment', async () => {
    const counters = connection.collection<Counter>('counters');
    await counters.insertOne({ _id: 'sum', revision: 0, winners: 0 });
    const increment = async () =>
      await counters.updateOne({ _id: 'sum' }, { $inc: { revision: 1 } }, { writeConcern: MAJORITY });
    await Promise.all(Array.from({ length: 100 }, increment));
    expect(await counters.findOne({ _id: 'sum' })).toMatchObject({ revision: 100 });
  });

  it('keeps a unique index unique under concurrency', async () => {
    const commands = connection.collection('commands');
    await commands.createIndex({ commandId: 1 }, { unique: true });
    const insert = async () => await commands.insertOne({ commandId: 'same' }, { writeConcern: MAJORITY });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, insert));
    const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(refusals).toHaveLength(19);
    expect(refusals).toEqual(refusals.map(() => expect.objectContaining({ code: 11_000 })));
    expect(await commands.countDocuments()).toBe(1);
  });

  it('serves mongoose models: strict schema, defaults, sorted pages', async () => {
    const schema = new mongoose.Schema({
      name: { type: String, required: true },
      at: { type: Date, default: Date.now },
    });
    const model = connection.model('Thing', schema);
    await model.insertMany(['b', 'a', 'c'].map((name) => ({ name, unknown: 1 })));
    const page = await model.find().sort({ name: 1 }).skip(1).limit(2).lean();
    expect(page.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(page[0]).not.toHaveProperty('unknown');
    await expect(model.create({})).rejects.toThrow('`name` is required');
  });
});
