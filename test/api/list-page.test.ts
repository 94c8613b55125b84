import fc from 'fast-check';

import { openPage, type PlaceOf } from '../../api/list-page';
import { listQuery } from '../../api/schemas/list-query';
import { CatalogueError } from '../../domain/errors';
import { sortFields, usualOrders, type ListName } from '../../domain/list-order';
import { pageInMemory } from '../support/fakes/page-in-memory';

interface Entry {
  readonly id: string;
  readonly sequence: number;
}

const places: PlaceOf<Entry, 'auditTrail'> = { id: ({ id }) => id, value: ({ sequence }) => sequence };
const query = listQuery('auditTrail');

/** Reads a list page by page, as a client does: with the cursor that the page before gave. */
function readAll(entries: readonly Entry[], limit: number, sort: string): Entry[] {
  const read: Entry[] = [];
  for (let cursor: string | undefined; ;) {
    const page = openPage('auditTrail', query.parse({ limit, sort, ...(cursor === undefined ? {} : { cursor }) }));
    const found = pageInMemory('auditTrail', entries, page.wanted, ({ sequence, id }) => ({ value: sequence, id }));
    const { items, nextCursor } = page.of(found, places);
    read.push(...items);
    if (nextCursor === null) return read;
    cursor = nextCursor;
  }
}

function refusalOf(cursor: string, sort = 'sequence'): unknown {
  try {
    openPage('auditTrail', query.parse({ cursor, sort }));
  } catch (error) {
    return error instanceof CatalogueError ? { code: error.code, faults: error.faults } : error;
  }
  return null;
}

const encoded = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');
const refused = (code: string) => ({ code: 'INVALID_REQUEST', faults: [{ pointer: '/cursor', code }] });

describe('a list that is read page by page', () => {
  it('gives every item once, in either order, however many are equal in the field', () => {
    const entries = fc.uniqueArray(fc.record({ id: fc.uuid(), sequence: fc.integer({ min: 0, max: 4 }) }), {
      selector: ({ id }) => id,
      maxLength: 30,
    });
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 7 }), (all, limit) => {
        const inOrder = all.toSorted(
          (one, other) => one.sequence - other.sequence || (one.id < other.id ? -1 : Number(one.id > other.id)),
        );
        expect(readAll(all, limit, 'sequence')).toEqual(inOrder);
        expect(readAll(all, limit, '-sequence')).toEqual(inOrder.toReversed());
      }),
    );
  });

  it('refuses a cursor of another order, and says which parameter is at fault', () => {
    const cursor = encoded(['-sequence', 4, 'id']);
    expect(refusalOf(cursor, '-sequence')).toBeNull();
    expect(refusalOf(cursor, 'sequence')).toEqual(refused('CURSOR_OF_OTHER_ORDER'));
  });

  it.each<[string, string]>([
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another form', encoded({ sort: 'sequence' })],
    ['too few parts', encoded(['sequence', 4])],
    ['an object for a value', encoded(['sequence', { $gt: '' }, 'id'])],
    ['a text for a number', encoded(['sequence', '4', 'id'])],
    ['an object for an id', encoded(['sequence', 4, { $ne: null }])],
  ])('refuses a cursor that it never gave: %s', (_name, cursor) => {
    expect(refusalOf(cursor)).toEqual(refused('INVALID_CURSOR'));
  });
});

describe('what lists can be sorted by', () => {
  const lists = Object.keys(sortFields).filter((name): name is ListName => name in sortFields);

  it.each(lists)('of %s: its fields and no other, upwards and downwards, in its usual order by itself', (list) => {
    const schema = listQuery(list);
    for (const by of Object.keys(sortFields[list])) {
      expect(schema.parse({ sort: by })).toMatchObject({ sort: { by, isDescending: false } });
      expect(schema.parse({ sort: `-${by}` })).toMatchObject({ sort: { by, isDescending: true } });
    }
    expect(schema.parse({})).toMatchObject({ sort: usualOrders[list], limit: 50 });
    expect(schema.safeParse({ sort: 'toString' }).success).toBe(false);
  });
});
