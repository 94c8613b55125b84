import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormats } from '../../shared/ui/use-formats';
import type { Draft } from '../mail-server';
import { ReportView } from '../report/report-view';
import { WithdrawButton } from './withdraw-button';

/** Now it is our turn: what happens, and until when. */
export function ReviewPanel({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation();
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
          <ReportView reportId={draft.check.reportId} />
        </Card>
      )}
    </Stack>
  );
}
