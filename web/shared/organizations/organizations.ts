import { queryOptions } from '@tanstack/react-query';

import { bodyOf, type components } from '../../../client';
import { api } from '../api/api';
import { usePages } from '../api/use-pages';

export type Organization = components['schemas']['Organization'];

/** All organizations, or those whose server stands somewhere. */
export function useOrganizations(filter: { readonly live?: Organization['live'] } = {}) {
  return usePages<Organization>(['organizations', filter], async (place, signal) =>
    bodyOf(api.GET('/v1/organizations', { params: { query: { limit: 50, ...filter, ...place } }, signal })),
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
