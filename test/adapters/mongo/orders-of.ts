import { sortFields, type ListName, type ListOrder, type SortField } from '../../../domain/list-order';

/** Every order that a list can be read in. */
export function ordersOf<List extends ListName>(list: List): readonly ListOrder<SortField<List>>[] {
  const fields = Object.keys(sortFields[list]).filter((field): field is SortField<List> => field in sortFields[list]);
  return fields.flatMap((by) => [false, true].map((isDescending) => ({ by, isDescending })));
}
