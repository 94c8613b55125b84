import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';

import type { components } from '../../client';
import { useConnection } from '../shared/events/connection';
import { mailServerQuery } from '../shared/organizations/organizations';

export type MailServer = components['schemas']['MailServer'];
export type Draft = components['schemas']['Draft'];
export type LiveServer = components['schemas']['LiveServer'];
export type Settings = components['schemas']['SubmittedSettings'];

/** How often to look where news do not come by themselves, in milliseconds. */
const lookEveryMs = 4_000;

/** The organization that the address names. */
export function useOrganizationId(): string {
  return useParams()['organizationId'] ?? '';
}

export function useMailServer() {
  const isHeardOf = useConnection() === 'live';
  return useQuery({
    ...mailServerQuery(useOrganizationId()),
    refetchInterval: ({ state }) => (!isHeardOf && isMoving(state.data) ? lookEveryMs : false),
  });
}

/** Whether something is under way that ends without the person's doing. */
function isMoving(server: MailServer | undefined): boolean {
  if (!server) return false;
  return server.draft?.status === 'checking' || (server.live?.rotation ?? server.live?.resumption ?? null) !== null;
}
