import { CatalogueError } from '../domain/errors';

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Cursors are opaque to clients: they hold the place of the last item shown, in whatever form the store uses. */
export function decodeCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const place = Buffer.from(cursor, 'base64url').toString('utf8');
  if (place === '' || encodeCursor(place) !== cursor) throw invalidCursor();
  return place;
}

/** A cursor whose place is a whole number. */
export function decodeNumberCursor(cursor: string | undefined): number | null {
  const place = decodeCursor(cursor);
  if (place === null) return null;
  if (!/^\d{1,15}$/.test(place)) throw invalidCursor();
  return Number(place);
}

/** A page of at most `limit` items out of a query that asked for one more. */
export function pageFrom<Item>(found: readonly Item[], limit: number, placeOf: (item: Item) => string): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null };
}

function encodeCursor(place: string): string {
  return Buffer.from(place, 'utf8').toString('base64url');
}

function invalidCursor(): CatalogueError {
  return new CatalogueError('INVALID_REQUEST', 'The cursor is not one that this API gave', {
    faults: [{ pointer: '/cursor', code: 'INVALID_CURSOR' }],
  });
}
