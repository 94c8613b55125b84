import type { components } from '../../client';
import { api } from '../shared/api/api';
import { useCommand } from '../shared/api/use-command';

type Schemas = components['schemas'];

export function useRegister(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['OrganizationProfile'], params) =>
    api.PUT('/v1/organizations/{organizationId}', { params, body }),
  );
}

export function useCloseOrganization(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['ReasonCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/close', { params, body }),
  );
}

export function useUnlock(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['TermsCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/unlock', { params, body }),
  );
}

export function useChangeTerms(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['TermsCommand'], params) =>
    api.PUT('/v1/organizations/{organizationId}/mail-server/terms', { params, body }),
  );
}

export function useRevoke(organizationId: string) {
  return useCommand(organizationId, async (body: Schemas['ReasonCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/revoke', { params, body }),
  );
}
