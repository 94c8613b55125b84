import {
  keepPreviousData,
  useInfiniteQuery,
  type InfiniteData,
  type QueryKey,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';

/** A page of a list, as the API gives it. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Where to go on in a list; nothing for its beginning. */
export interface PagePlace {
  readonly cursor?: string;
}

/** The entries that were read so far. */
export type Pages<Item> = UseInfiniteQueryResult<readonly Item[]>;

export interface PagesOptions {
  readonly refetchEveryMs?: number;
  /** While a filter changes, what was found before stays until the answer is there. */
  readonly keepsPrevious?: boolean;
}

/** A list that is read page by page, as far as the person wants to see it. */
export function usePages<Item>(
  queryKey: QueryKey,
  read: (place: PagePlace, signal: AbortSignal) => Promise<ListPage<Item>>,
  { refetchEveryMs, keepsPrevious = false }: PagesOptions = {},
): Pages<Item> {
  return useInfiniteQuery({
    queryKey,
    queryFn: async ({ pageParam, signal }) => read(pageParam === null ? {} : { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }: ListPage<Item>) => nextCursor,
    select: itemsOf,
    refetchInterval: refetchEveryMs ?? false,
    ...(keepsPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

function itemsOf<Item>({ pages }: InfiniteData<ListPage<Item>>): readonly Item[] {
  return pages.flatMap(({ items }) => items);
}
