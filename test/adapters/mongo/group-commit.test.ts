import { GroupCommit } from '../../../adapters/mongo/group-commit';

/** Writes that end when the test lets them. */
class SlowWrites {
  readonly groups: (readonly string[])[] = [];
  readonly #endings: ((error?: Error) => void)[] = [];

  readonly write = async (items: readonly string[]): Promise<string[]> => {
    this.groups.push(items);
    await new Promise<void>((resolve, reject) => {
      this.#endings.push((error) => (error ? reject(error) : resolve()));
    });
    return items.map((item) => `${item} is written`);
  };

  async endOne(error?: Error): Promise<void> {
    this.#endings.shift()?.(error);
    await nextTurn();
  }
}

const nextTurn = async (): Promise<void> => {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
};

const limits = { inFlight: 2, itemsPerWrite: 3, bytesPerWrite: 10, bytesOf: (item: string) => item.length };

it('lets those who come together share a write, and those who come later the next one that may start', async () => {
  const writes = new SlowWrites();
  const commit = new GroupCommit(writes.write, limits);
  const first = [commit.add('a'), commit.add('b')];
  await nextTurn();
  const second = commit.add('c');
  await nextTurn();
  const later = [commit.add('d'), commit.add('e')];
  await nextTurn();
  expect(writes.groups).toEqual([['a', 'b'], ['c']]);
  await writes.endOne();
  expect(await Promise.all(first)).toEqual(['a is written', 'b is written']);
  expect(writes.groups.at(-1)).toEqual(['d', 'e']);
  await writes.endOne();
  await writes.endOne();
  expect(await Promise.all([second, ...later])).toEqual(['c is written', 'd is written', 'e is written']);
});

it('keeps a write small, but lets a single large item through', async () => {
  const writes = new SlowWrites();
  const commit = new GroupCommit(writes.write, { ...limits, inFlight: 10 });
  for (const item of ['1', '2', '3', '4', 'x'.repeat(9), 'y'.repeat(50), 'z']) void commit.add(item);
  await nextTurn();
  expect(writes.groups.map((group) => group.map(({ length }) => length))).toEqual([[1, 1, 1], [1, 9], [50], [1]]);
});

it('tells everyone in a group that their write failed, and goes on with the next', async () => {
  const writes = new SlowWrites();
  const commit = new GroupCommit(writes.write, { ...limits, inFlight: 1 });
  const failing = [commit.add('a'), commit.add('b')].map(async (added) => await added.catch(String));
  await nextTurn();
  const next = commit.add('c');
  await writes.endOne(new Error('the journal is full'));
  await writes.endOne();
  expect(await Promise.all(failing)).toEqual(['Error: the journal is full', 'Error: the journal is full']);
  expect(await next).toBe('c is written');
});

describe('with a pace', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('writes at once after a quiet time, and gathers what comes a moment after a write', async () => {
    const writes = new SlowWrites();
    const commit = new GroupCommit(writes.write, { inFlight: 1, itemsPerWrite: 3, everyMs: 8 });
    void commit.add('a');
    await nextTurn();
    await writes.endOne();
    void commit.add('b');
    await nextTurn();
    void commit.add('c');
    await nextTurn();
    expect(writes.groups).toEqual([['a']]);
    jest.advanceTimersByTime(8);
    await nextTurn();
    expect(writes.groups).toEqual([['a'], ['b', 'c']]);
    await writes.endOne();
    jest.advanceTimersByTime(8);
    void commit.add('d');
    await nextTurn();
    expect(writes.groups.at(-1)).toEqual(['d']);
  });

  it('does not wait with a full write', async () => {
    const writes = new SlowWrites();
    const commit = new GroupCommit(writes.write, { inFlight: 2, itemsPerWrite: 3, everyMs: 8 });
    void commit.add('a');
    await nextTurn();
    for (const item of ['b', 'c', 'd', 'e']) void commit.add(item);
    await nextTurn();
    expect(writes.groups).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('does not wait for company that cannot come', async () => {
    const writes = new SlowWrites();
    let onTheirWay = 2;
    const commit = new GroupCommit(writes.write, {
      inFlight: 1,
      itemsPerWrite: 9,
      everyMs: 8,
      onTheirWay: () => onTheirWay,
    });
    void commit.add('a');
    await nextTurn();
    await writes.endOne();
    void commit.add('b');
    await nextTurn();
    expect(writes.groups).toEqual([['a']]);
    onTheirWay = 0;
    void commit.add('c');
    await nextTurn();
    expect(writes.groups).toEqual([['a'], ['b', 'c']]);
  });
});
