import { CatalogueError } from '../domain/errors';
import {
  isSortValue,
  sortFields,
  sortParameter,
  usualOrders,
  type ListName,
  type ListOrder,
  type ListPage,
  type ListPlace,
  type SortField,
  type SortKind,
  type SortValue,
} from '../domain/list-order';

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** What a caller says of the part of a list that they want, as `pageQuery` reads it. */
export interface PageRequest<List extends ListName> {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort?: ListOrder<SortField<List>> | undefined;
}

/** A page that is being read: what the store is asked for, and how what it finds becomes the answer. */
export interface OpenPage<List extends ListName> {
  /** Asks for one item more than the page holds, which tells whether another page follows. */
  readonly wanted: Required<ListPage<List>>;
  of<Item>(found: readonly Item[], places: PlaceOf<Item, List>): Page<Item>;
}

/** Where an item stands: its id, and its value in a field that the list can be sorted by. */
export interface PlaceOf<Item, List extends ListName> {
  id(item: Item): string;
  value(item: Item, field: SortField<List>): SortValue;
}

/**
 * Cursors are opaque to clients. They hold the order and the place of the last item shown, not the item itself, so that
 * reading goes on where it was also when that item is gone. Throws INVALID_REQUEST for a cursor of another order.
 */
export function openPage<List extends ListName>(list: List, request: PageRequest<List>): OpenPage<List> {
  const { limit, cursor, sort: order = usualOrders[list] } = request;
  const kinds: Readonly<Record<string, SortKind>> = sortFields[list];
  const sort = sortParameter(order);
  const after = cursor === undefined ? null : placeFrom(cursor, sort, kinds[order.by]);
  return {
    wanted: { limit: limit + 1, order, after },
    of(found, places) {
      const items = found.slice(0, limit);
      const last = items.at(-1);
      if (found.length <= limit || last === undefined) return { items, nextCursor: null };
      return { items, nextCursor: cursorTo(sort, { value: places.value(last, order.by), id: places.id(last) }) };
    },
  };
}

function cursorTo(sort: string, { value, id }: ListPlace): string {
  return Buffer.from(JSON.stringify([sort, value, id]), 'utf8').toString('base64url');
}

function placeFrom(cursor: string, sort: string, kind: SortKind | undefined): ListPlace {
  const parts = partsOf(cursor);
  if (parts === null) throw faultyCursor('INVALID_CURSOR', 'The cursor is not one that this list gave');
  const [given, value, id] = parts;
  if (given !== sort) {
    throw faultyCursor(
      'CURSOR_OF_OTHER_ORDER',
      'The cursor belongs to another order: begin anew, or keep to its `sort`',
    );
  }
  if (kind === undefined || !isSortValue(value, kind)) {
    throw faultyCursor('INVALID_CURSOR', 'The cursor is not one that this list gave');
  }
  return { value, id };
}

function partsOf(cursor: string): readonly [sort: string, value: unknown, id: string] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(parts) || parts.length !== 3) return null;
    const [sort, value, id]: readonly unknown[] = parts;
    return typeof sort === 'string' && typeof id === 'string' ? [sort, value, id] : null;
  } catch {
    return null;
  }
}

function faultyCursor(code: string, detail: string): CatalogueError {
  return new CatalogueError('INVALID_REQUEST', detail, { faults: [{ pointer: '/cursor', code }] });
}
