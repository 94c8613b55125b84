import type { components } from '../../client';
import { api } from '../shared/api/api';
import { useCommand } from '../shared/api/use-command';
import { useOrganizationId } from './mail-server';

type Schemas = components['schemas'];

export function useRecheck() {
  return useCommand(useOrganizationId(), async (body: Schemas['RevisionCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/recheck', { params, body }),
  );
}

export function useConfirmTestMail() {
  return useCommand(useOrganizationId(), async (body: Schemas['ConfirmationCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/confirm-test-mail', { params, body }),
  );
}

export function useWithdraw() {
  return useCommand(useOrganizationId(), async (body: Schemas['RevisionCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/withdraw', { params, body }),
  );
}

export function useAppeal() {
  return useCommand(useOrganizationId(), async (body: Schemas['AppealCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/appeal', { params, body }),
  );
}

export function useRotatePassword() {
  return useCommand(useOrganizationId(), async (body: Schemas['RotationCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/rotate-password', { params, body }),
  );
}

export function usePause() {
  return useCommand(useOrganizationId(), async (body: Schemas['ReasonCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/pause', { params, body }),
  );
}

export function useContinue() {
  return useCommand(useOrganizationId(), async (body: Schemas['NoteCommand'], params) =>
    api.POST('/v1/organizations/{organizationId}/mail-server/continue', { params, body }),
  );
}

export interface NewPreferences {
  /** The version of the lifecycle that they were made from; another one is refused, as they replace everything. */
  readonly version: number;
  readonly preferences: Schemas['MailPreferences'];
}

export function useSetPreferences() {
  return useCommand(useOrganizationId(), async ({ version, preferences }: NewPreferences, { path, header }) =>
    api.PUT('/v1/organizations/{organizationId}/preferences', {
      params: { path, header: { ...header, 'If-Match': `"${version}"` } },
      body: preferences,
    }),
  );
}

export function useSuppress() {
  return useCommand(useOrganizationId(), async (body: Schemas['NewSuppression'], params) =>
    api.POST('/v1/organizations/{organizationId}/suppressions', { params, body }),
  );
}

export interface Removal {
  readonly suppressionId: string;
  /** Of the entry as it was seen: what has been added to it meanwhile must not go with it. */
  readonly version: number;
  readonly note: string;
}

export function useRemoveSuppression() {
  return useCommand(useOrganizationId(), async ({ suppressionId, version, note }: Removal, { path, header }) =>
    api.POST('/v1/organizations/{organizationId}/suppressions/{suppressionId}/remove', {
      params: { path: { ...path, suppressionId }, header: { ...header, 'If-Match': `"${version}"` } },
      body: { note },
    }),
  );
}
