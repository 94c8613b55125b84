import { trusted } from 'mongoose';

import {
  usualOrders,
  type ListName,
  type ListOrder,
  type ListPage,
  type ListPlace,
  type SortField,
  type SortValue,
} from '../../domain/list-order';

/** Where a store keeps a field that a list can be sorted by. */
export interface StoredField {
  readonly path: string;
  /** Kept as a date; everything else is kept as the API shows it. */
  readonly isDate?: true;
  /** No two documents of the list have the same, so that no id has to split a tie. */
  readonly isUnique?: true;
  /** Some documents have nothing there. */
  readonly isOptional?: true;
  /** The index of this order, where the database might rather take one that fits a filter, and sort. */
  readonly index?: string;
}

/** A field for each that the domain declares, so that none is forgotten. */
export type StoredFields<List extends ListName> = Readonly<Record<SortField<List>, StoredField>>;

export interface SortedPage {
  /** What a document has to fulfil to stand behind the place; to be joined to the filter by `$and`. */
  readonly behind: object;
  readonly sort: Record<string, 1 | -1>;
  readonly limit: number;
  readonly hint?: string;
}

/** The page as the database is asked for it. */
export function sortedPage<List extends ListName>(
  list: List,
  { limit, after, order }: ListPage<List>,
  fields: StoredFields<List>,
): SortedPage {
  const { by, isDescending }: ListOrder<SortField<List>> = order ?? usualOrders[list];
  const field: StoredField = fields[by];
  const direction = isDescending ? -1 : 1;
  const sort: SortedPage['sort'] = { [field.path]: direction };
  if (!field.isUnique) sort['_id'] = direction;
  const hint = field.index === undefined ? {} : { hint: field.index };
  return { behind: after ? behind(field, isDescending, after) : {}, sort, limit, ...hint };
}

/** The first condition bounds the index, the others only split a tie. */
function behind({ path, isDate, isUnique, isOptional }: StoredField, isDescending: boolean, place: ListPlace): object {
  const value = stored(place.value, isDate);
  const [beyond, from] = isDescending ? (['$lt', '$lte'] as const) : (['$gt', '$gte'] as const);
  if (isUnique) return { [path]: trusted({ [beyond]: value }) };
  const tie = { [path]: value, _id: trusted({ [beyond]: place.id }) };
  // Comparisons see no document without a value, and those stand before all others.
  if (value === null) return isDescending ? tie : { $or: [{ [path]: trusted({ $ne: null }) }, tie] };
  const further = { [path]: trusted({ [beyond]: value }) };
  if (isOptional && isDescending) return { $or: [further, { [path]: null }, tie] };
  return { [path]: trusted({ [from]: value }), $or: [further, tie] };
}

function stored(value: SortValue, isDate: true | undefined): SortValue | Date {
  return isDate && typeof value === 'string' ? new Date(value) : value;
}

/** The conditions that are given; undefined ones do not narrow a list. */
export function given(conditions: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined));
}

/** That a moment lies within a time: not before `since`, and before `until`. */
export function within(
  { path, isDate }: Pick<StoredField, 'path' | 'isDate'>,
  { since, until }: { since?: string | undefined; until?: string | undefined },
): object {
  const bounds = {
    ...(since === undefined ? {} : { $gte: stored(since, isDate) }),
    ...(until === undefined ? {} : { $lt: stored(until, isDate) }),
  };
  return Object.keys(bounds).length === 0 ? {} : { [path]: trusted(bounds) };
}
