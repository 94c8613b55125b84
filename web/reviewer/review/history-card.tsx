import { Card, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { AuditTrail } from '../../shared/audit/audit-trail';

/** What the organization has been through so far. */
export function HistoryCard({ organizationId }: { readonly organizationId: string }) {
  const { t } = useTranslation();
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('reviewer.history')}</Title>
        <AuditTrail organizationId={organizationId} />
      </Stack>
    </Card>
  );
}
