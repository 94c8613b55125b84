import { findAll, findLarge } from '../../../adapters/mongo/find-all';
import { openTestMongo, type TestMongo } from './test-mongo';

let mongo: TestMongo;
const commands: string[] = [];

interface Kept {
  readonly _id: number;
  readonly text: string;
}

beforeAll(async () => {
  mongo = await openTestMongo((command) => commands.push(Object.keys(command)[0] ?? ''));
  const text = 'x'.repeat(6 * 1024 * 1024);
  for (const id of [0, 1, 2, 3, 4]) await mongo.raw.collection<Kept>('large').insertOne({ _id: id, text });
});

afterAll(() => mongo.close());

const asked = { filter: { _id: { $gte: 1 } }, projection: {}, sort: { _id: -1 }, limit: 4 };

describe('documents that do not fit into one answer of the database', () => {
  it('are all found all the same, in their order', async () => {
    const found = await findLarge<Kept>(mongo.raw, 'large', asked);
    expect(found.map(({ _id }) => _id)).toEqual([4, 3, 2, 1]);
    expect(await findLarge<Kept>(mongo.raw, 'large', { ...asked, projection: { _id: 1 } })).toEqual(
      [4, 3, 2, 1].map((_id) => ({ _id })),
    );
  });

  it('leave no cursor open, and cost a second question only where one answer was not enough', async () => {
    const sentBy = async (projection: object): Promise<readonly string[]> => {
      commands.length = 0;
      const wanted = { ...asked, projection };
      await mongo.connection.native(async (database) => await findLarge<Kept>(database, 'large', wanted));
      return commands;
    };
    await mongo.connection.connect();
    expect(await sentBy({ _id: 1 })).toEqual(['find']);
    expect((await sentBy({})).slice(0, 3)).toEqual(['find', 'killCursors', 'find']);
  });

  it('are what a question in one answer would leave out', async () => {
    expect((await findAll<Kept>(mongo.raw, 'large', asked)).length).toBeLessThan(4);
  });
});
