import fc from 'fast-check';

import { MongoAuditSearch } from '../../../adapters/mongo/mongo-audit-search';
import { MongoLifecycleProjector } from '../../../adapters/mongo/mongo-lifecycle-projector';
import { MongoLifecycleStore } from '../../../adapters/mongo/mongo-lifecycle-store';
import {
  sortFields,
  type ListName,
  type ListOrder,
  type ListPage,
  type ListPlace,
  type SortField,
  type SortValue,
} from '../../../domain/list-order';
import { initialState } from '../../../domain/lifecycle/state';
import { at } from './outbox-fixtures';
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

function ordersOf<List extends ListName>(list: List): readonly ListOrder<SortField<List>>[] {
  const fields = Object.keys(sortFields[list]).filter((field): field is SortField<List> => field in sortFields[list]);
  return fields.flatMap((by) => [false, true].map((isDescending) => ({ by, isDescending })));
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
});

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
