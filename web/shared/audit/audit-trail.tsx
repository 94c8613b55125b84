import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { bodyOf } from '../../../client';
import { api } from '../api/api';
import { usePages } from '../api/use-pages';
import { PagedList } from '../lists/paged-list';
import type { AuditEntry } from './audit-entry';
import { AuditTable } from './audit-table';
import { ExportLinks } from './export-links';

/** What was asked about an organization, by whom, and what came of it; the newest first. */
export function AuditTrail({ organizationId }: { readonly organizationId: string }) {
  const { t } = useTranslation();
  const entries = usePages<AuditEntry>(['organization', organizationId, 'audit'], async (place, signal) =>
    bodyOf(
      api.GET('/v1/organizations/{organizationId}/audit', {
        params: { path: { organizationId }, query: { limit: 20, ...place } },
        signal,
      }),
    ),
  );
  return (
    <Stack>
      <ExportLinks address={`/v1/organizations/${encodeURIComponent(organizationId)}/audit/export`} />
      <PagedList pages={entries} empty={<Text>{t('audit.none')}</Text>}>
        {(items) => <AuditTable entries={items} />}
      </PagedList>
    </Stack>
  );
}
