import { Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { FailureAlert } from '../../shared/states/failure-alert';
import { ReportView } from '../../shared/report/report-view';
import { useRecheck } from '../commands';
import { useOrganizationId, type Draft, type MailServer } from '../mail-server';
import { LazySettingsForm } from '../settings/lazy-settings-form';
import { WithdrawButton } from './withdraw-button';

/** The check found something: what it is, and the two ways on. */
export function CheckFailedPanel({ server, draft }: { readonly server: MailServer; readonly draft: Draft }) {
  const { t } = useTranslation();
  const organizationId = useOrganizationId();
  const recheck = useRecheck();
  const { number } = draft.revision;
  return (
    <Stack gap="lg">
      <Card withBorder padding="lg">
        <Stack>
          <Title order={2}>{t('admin.failed.title')}</Title>
          <Text>{t('admin.failed.text')}</Text>
          {draft.check && <ReportView organizationId={organizationId} reportId={draft.check.reportId} />}
          {recheck.isError && <FailureAlert error={recheck.error} />}
          <Group>
            <Button
              variant="light"
              leftSection={<RefreshCw size={16} aria-hidden />}
              loading={recheck.isPending}
              onClick={() => recheck.mutate({ revision: number })}
            >
              {t('admin.failed.recheck')}
            </Button>
            <WithdrawButton revision={number} />
          </Group>
        </Stack>
      </Card>
      <LazySettingsForm server={server} />
    </Stack>
  );
}
