import type { components } from '../../client';
import { api } from '../shared/api/api';
import { useCommand } from '../shared/api/use-command';

type Schemas = components['schemas'];

export function useClaimReview(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['RevisionCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/claim-review', { params, body }),
  );
}

export function useReleaseReview(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['RevisionCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/release-review', { params, body }),
  );
}

/** The page may be gone when the decision is taken, as there is nothing to decide any more: `onDecided` is called even then. */
export function useDecide(organizationId: string, onDecided: () => void) {
  return useCommand(
    organizationId,
    async (body: Schemas['DecisionCommand'], params) =>
      api.POST('/v1/organizations/{organizationId}/mail-server/decide', { params, body }),
    onDecided,
  );
}
