import { useInfiniteQuery, type InfiniteData, type QueryKey, type UseInfiniteQueryResult } from '@tanstack/react-query';

/** A page of a list, as the API gives it. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Where to go on in a list; nothing for its beginning. */
export interface PagePlace {
  readonly cursor?: string;
}

type Pages<Item> = UseInfiniteQueryResult<InfiniteData<ListPage<Item>>>;

export interface PagesOptions {
  readonly refetchEveryMs?: number;
}

/** A list that is read page by page, as far as the person wants to see it. */
export function usePages<Item>(
  queryKey: QueryKey,
  read: (place: PagePlace, signal: AbortSignal) => Promise<ListPage<Item>>,
  { refetchEveryMs }: PagesOptions = {},
): Pages<Item> {
  return useInfiniteQuery({
    queryKey,
    queryFn: async ({ pageParam, signal }) => read(pageParam === null ? {} : { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: refetchEveryMs ?? false,
  });
}
