import {
  usualOrders,
  type ListName,
  type ListOrder,
  type ListPage,
  type SortField,
  type SortValue,
} from '../../../domain/list-order';

/** A page of items as the real stores give it: in the order that is asked for, from behind the place on. */
export function pageInMemory<List extends ListName, Item>(
  list: List,
  items: readonly Item[],
  { limit, order, after = null }: ListPage<List>,
  placeOf: (item: Item, field: SortField<List>) => { readonly value: SortValue; readonly id: string },
): readonly Item[] {
  const { by, isDescending }: ListOrder<SortField<List>> = order ?? usualOrders[list];
  const placed = items.map((item) => ({ item, place: placeOf(item, by) }));
  const sign = isDescending ? -1 : 1;
  return placed
    .filter(({ place }) => after === null || sign * compared(place, after) > 0)
    .toSorted((one, other) => sign * compared(one.place, other.place))
    .slice(0, limit)
    .map(({ item }) => item);
}

/** Whether an item has all the values that are given; undefined ones do not matter. */
export function hasAll(item: object, wanted: object): boolean {
  const values = new Map(Object.entries(item));
  return Object.entries(wanted).every(([name, value]) => value === undefined || values.get(name) === value);
}

/** Whether a moment lies within a time, as filters give it. */
export function isWithin(
  moment: string,
  { since, until }: { since?: string | undefined; until?: string | undefined },
): boolean {
  const at = Date.parse(moment);
  return (since === undefined || at >= Date.parse(since)) && (until === undefined || at < Date.parse(until));
}

interface Place {
  readonly value: SortValue;
  readonly id: string;
}

function compared(one: Place, other: Place): number {
  return comparedValues(one.value, other.value) || comparedValues(one.id, other.id);
}

function comparedValues(one: SortValue, other: SortValue): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  return one < other ? -1 : 1;
}
