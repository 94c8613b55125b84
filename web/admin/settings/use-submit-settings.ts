import type { components } from '../../../client';
import { api } from '../../shared/api/api';
import { codeOf } from '../../shared/api/failure';
import { useCommand } from '../../shared/api/use-command';
import { useOrganizationId } from '../mail-server';
import { forgetStale, noteStale, whileSending } from '../overview/stale-entries';
import { forgetEntries } from './kept-entries';

type SettingsCommand = components['schemas']['SettingsCommand'];

/** Sends settings. Entries are kept until they have arrived; a refusal because others were faster is told by the page. */
export function useSubmitSettings() {
  const organizationId = useOrganizationId();
  return useCommand(organizationId, async (body: SettingsCommand, params) => {
    try {
      await whileSending(async () =>
        api.POST('/v1/organizations/{organizationId}/mail-server/settings', { params, body }),
      );
      forgetEntries(organizationId);
      forgetStale();
    } catch (error) {
      const code = codeOf(error);
      if (code === 'STALE_REVISION' || code === 'DRAFT_IN_PROGRESS') noteStale();
      throw error;
    }
  });
}
