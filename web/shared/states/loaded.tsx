import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { FailureState } from './failure-state';
import { LoadingState } from './loading-state';

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly heights?: readonly number[];
  readonly children: (data: Data) => ReactNode;
}

/** What a query brought; until then its place, and instead of it what went wrong. Old data is better than none. */
export function Loaded<Data>({ query, heights, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <FailureState error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingState {...(heights ? { heights } : {})} />;
}
