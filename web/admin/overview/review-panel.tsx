import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormats } from '../../shared/ui/use-formats';
import { ReportView } from '../../shared/report/report-view';
import { useOrganizationId, type Draft } from '../mail-server';
import { WithdrawButton } from './withdraw-button';

/** Now it is our turn: what happens, and until when. */
export function ReviewPanel({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation();
  const organizationId = useOrganizationId();
  const { dateTime } = useFormats();
  return (
    <Stack gap="lg">
      <Card withBorder padding="lg">
        <Stack>
          <Title order={2}>{t('admin.review.title')}</Title>
          <Text>{t('admin.review.text')}</Text>
          {draft.reviewDueAt !== null && <Text>{t('admin.review.due', { at: dateTime(draft.reviewDueAt) })}</Text>}
          {draft.approvalsNeeded > 1 && (
            <Text>{t('admin.review.approvals', { count: draft.approvals, needed: draft.approvalsNeeded })}</Text>
          )}
          <Group>
            <WithdrawButton revision={draft.revision.number} />
          </Group>
        </Stack>
      </Card>
      {draft.check && (
        <Card withBorder padding="lg">
          <ReportView organizationId={organizationId} reportId={draft.check.reportId} />
        </Card>
      )}
    </Stack>
  );
}
