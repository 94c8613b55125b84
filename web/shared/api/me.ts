import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';

import { bodyOf, type components } from '../../../client';
import { api } from './api';

export type Me = components['schemas']['Me'];
export type Role = Me['roles'][number];

/** Who is logged in. A refusal means: nobody, and that is no fault. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => bodyOf(api.GET('/v1/me', { signal })),
  staleTime: 60_000,
});

/** Below the session gate, where somebody is logged in. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}
