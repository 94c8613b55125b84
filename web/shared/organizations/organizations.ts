import { queryOptions } from '@tanstack/react-query';

import { bodyOf, type components, type operations } from '../../../client';
import { api } from '../api/api';
import { usePages } from '../api/use-pages';

export type Organization = components['schemas']['Organization'];

type Query = NonNullable<operations['listOrganizations']['parameters']['query']>;

/** Where organizations stand that are looked for. */
export type OrganizationFilter = Pick<Query, 'entitlement' | 'draft' | 'live'>;

/** In which order they stand, the usual one first. */
export const orders = ['name', '-name', 'organizationId', '-organizationId'] as const;
export type OrganizationOrder = (typeof orders)[number];

export interface OrganizationWish extends OrganizationFilter {
  /** What their id, name, server or domain contains; empty for everything. */
  readonly text: string;
  readonly sort: OrganizationOrder;
}

/** The organizations that are asked for. What was found before stays until the answer is there. */
export function useOrganizations({ text, ...filter }: OrganizationWish) {
  const wanted = { ...filter, ...(text === '' ? {} : { text }) };
  return usePages<Organization>(
    ['organizations', wanted],
    async (place, signal) =>
      bodyOf(api.GET('/v1/organizations', { params: { query: { limit: 50, ...wanted, ...place } }, signal })),
    { keepsPrevious: true },
  );
}

export function organizationQuery(organizationId: string) {
  return queryOptions({
    queryKey: ['organization', organizationId],
    queryFn: async ({ signal }) =>
      bodyOf(api.GET('/v1/organizations/{organizationId}', { params: { path: { organizationId } }, signal })),
  });
}

export function mailServerQuery(organizationId: string) {
  return queryOptions({
    queryKey: ['organization', organizationId, 'mail-server'],
    queryFn: async ({ signal }) =>
      bodyOf(
        api.GET('/v1/organizations/{organizationId}/mail-server', { params: { path: { organizationId } }, signal }),
      ),
  });
}
