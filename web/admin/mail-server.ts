import { queryOptions, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';

import { bodyOf, type components } from '../../client';
import { api } from '../shared/api/api';

export type MailServer = components['schemas']['MailServer'];
export type Draft = components['schemas']['Draft'];
export type LiveServer = components['schemas']['LiveServer'];

/** The organization that the address names. */
export function useOrganizationId(): string {
  return useParams()['organizationId'] ?? '';
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

export function useMailServer() {
  return useQuery(mailServerQuery(useOrganizationId()));
}
