import type { components } from '../../../client';
import { api } from '../api/api';
import { useCommand } from '../api/use-command';

export type SendingPolicy = components['schemas']['SendingPolicy'];

export interface NewSendingPolicy {
  /** The version of the lifecycle that it was made from; another one is refused, as it replaces the whole policy. */
  readonly version: number;
  readonly policy: SendingPolicy;
}

export function useSetSendingPolicy(organizationId: string) {
  return useCommand(organizationId, async ({ version, policy }: NewSendingPolicy, { path, header }) =>
    api.PUT('/v1/organizations/{organizationId}/sending-policy', {
      params: { path, header: { ...header, 'If-Match': `"${version}"` } },
      body: policy,
    }),
  );
}
