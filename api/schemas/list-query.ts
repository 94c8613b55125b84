import { z } from 'zod';

import {
  sortFields,
  sortParameter,
  usualOrders,
  type ListName,
  type ListOrder,
  type SortField,
} from '../../domain/list-order';
import { pageSize } from './common';

/** What every list can be asked for: a page, and an order. Filters of a list's own are added to it. */
export const listQuery = <List extends ListName>(list: List) =>
  z.strictObject({
    limit: pageSize(50),
    cursor: z
      .string()
      .min(1)
      .max(2000)
      .optional()
      .meta({ description: 'The `nextCursor` of the page before; it belongs to the `sort` that it was given with' }),
    sort: sortOf(list),
  });

function sortOf<List extends ListName>(list: List): z.ZodType<ListOrder<SortField<List>>, string | undefined> {
  const orders = ordersOf(list);
  const [first = '', ...others] = orders.keys();
  const usual: ListOrder<SortField<List>> = usualOrders[list];
  return z
    .enum([first, ...others])
    .default(sortParameter(usual))
    .meta({ description: 'What the list is sorted by, descending with `-` in front; what is equal, by id' })
    .transform((sort) => orders.get(sort) ?? usual);
}

/** Every order of a list, as callers write it. */
function ordersOf<List extends ListName>(list: List): ReadonlyMap<string, ListOrder<SortField<List>>> {
  const fields = Object.keys(sortFields[list]).filter((field): field is SortField<List> => field in sortFields[list]);
  const orders = fields.flatMap((by) => [false, true].map((isDescending) => ({ by, isDescending })));
  return new Map(orders.map((order) => [sortParameter(order), order]));
}
