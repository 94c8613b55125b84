import { LeasedProjections, type ReadProjection } from '../../../adapters/mongo/leased-projections';
import { projectionLeaseMs } from '../../../adapters/mongo/projection-lease';
import { initialState } from '../../../domain/lifecycle/state';

/** Projections in memory that tell what was asked of them. */
class CountedSource {
  readonly stored = new Map<string, ReadProjection>();
  readonly asked: string[] = [];
  failure: Error | null = null;

  store(id: string, version: number): void {
    this.stored.set(id, { version, state: { ...initialState(id), version } });
  }

  async versions(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const read = await this.#read('versions', ids);
    return new Map(read.map(([id, { version }]) => [id, version]));
  }

  async whole(ids: readonly string[]): Promise<ReadonlyMap<string, ReadProjection>> {
    return new Map(await this.#read('whole', ids));
  }

  async #read(what: string, ids: readonly string[]): Promise<[string, ReadProjection][]> {
    this.asked.push(`${what} ${ids.join(',')}`);
    await Promise.resolve();
    if (this.failure) throw this.failure;
    return ids.flatMap((id) => {
      const found = this.stored.get(id);
      return found ? [[id, found] as [string, ReadProjection]] : [];
    });
  }
}

let source: CountedSource;
let projections: LeasedProjections;
let now = 1_000;

beforeEach(() => {
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  source = new CountedSource();
  projections = new LeasedProjections(source);
});

afterEach(() => {
  jest.restoreAllMocks();
});

const versionOf = async (id: string): Promise<number | undefined> => (await projections.find(id))?.version;

it('reads a projection once for all who ask within the lease', async () => {
  source.store('org-1', 3);
  expect(await Promise.all([versionOf('org-1'), versionOf('org-1')])).toEqual([3, 3]);
  now += projectionLeaseMs - 1;
  expect(await versionOf('org-1')).toBe(3);
  expect(source.asked).toEqual(['whole org-1']);
});

it('asks for the version alone after the lease, and reads anew only what has changed', async () => {
  source.store('org-1', 3);
  source.store('org-2', 8);
  await Promise.all([versionOf('org-1'), versionOf('org-2')]);
  source.store('org-2', 9);
  now += projectionLeaseMs;
  expect(await Promise.all([versionOf('org-1'), versionOf('org-2')])).toEqual([3, 9]);
  expect(source.asked).toEqual(['whole org-1,org-2', 'versions org-1,org-2', 'whole org-2']);
});

it('counts the lease from before the read, however long that takes', async () => {
  source.store('org-1', 3);
  const asking = versionOf('org-1');
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  now += projectionLeaseMs;
  await asking;
  source.store('org-1', 4);
  expect(await versionOf('org-1')).toBe(4);
});

it('does not remember that there is none', async () => {
  expect(await projections.find('org-1')).toBeNull();
  source.store('org-1', 1);
  expect(await versionOf('org-1')).toBe(1);
});

it('forgets a projection that is gone', async () => {
  source.store('org-1', 1);
  await versionOf('org-1');
  source.stored.clear();
  now += projectionLeaseMs;
  expect(await projections.find('org-1')).toBeNull();
});

it('tells everyone who asked that the store is away, and asks again for the next', async () => {
  source.store('org-1', 1);
  source.failure = new Error('away');
  await expect(Promise.all([versionOf('org-1'), versionOf('org-1')])).rejects.toThrow('away');
  source.failure = null;
  expect(await versionOf('org-1')).toBe(1);
});
