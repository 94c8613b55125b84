import type { components } from '../../../client';
import { api } from '../../shared/api/api';
import { useCommand } from '../../shared/api/use-command';

type Schemas = components['schemas'];

export function useSuspend(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['ReasonCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/suspend', { params, body }),
  );
}

export function useResume(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['ResumeCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/resume', { params, body }),
  );
}

export function useRollBack(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['RollBackCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/roll-back', { params, body }),
  );
}
