import { Button, Group, Stack, Text } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { api } from '../../shared/api/api';
import { useIntent } from '../../shared/api/use-intent';
import { FailureAlert } from '../../shared/states/failure-alert';
import { Page } from '../../shared/ui/page';
import { Tabs, useTab } from '../../shared/ui/tabs';
import { InboundMails } from './inbound-mails';
import { InboundRefusals } from './inbound-refusals';

const tabs = ['unparseable', 'all', 'refused'] as const;

/** What comes back to us: mails nobody could read, all of them, and what the listener refused. */
export function InboundPage() {
  const { t } = useTranslation();
  const [tab, choose] = useTab(tabs);
  return (
    <Page title={t('ops.inbound.title')} subtitle={t('ops.inbound.subtitle')}>
      <Tabs
        label={t('ops.inbound.title')}
        tabs={tabs.map((value) => ({ value, label: t(`ops.inbound.tabs.${value}`) }))}
        value={tab}
        onChange={choose}
      />
      {tab === 'unparseable' && <ReadAgain />}
      {tab === 'refused' ? <InboundRefusals /> : <InboundMails isUnparseable={tab === 'unparseable'} />}
    </Page>
  );
}

function ReadAgain() {
  const { t } = useTranslation();
  const readAgain = useIntent(
    async (_input: null, key) =>
      api.POST('/v1/inbound-mails/read-unparseable-again', { params: { header: { 'Idempotency-Key': key } } }),
    [['inbound-mails']],
  );
  return (
    <Stack gap="sm">
      <Text>{t('ops.inbound.unparseableText')}</Text>
      {readAgain.isError && <FailureAlert error={readAgain.error} />}
      {readAgain.isSuccess && <Text component="output">{t('ops.inbound.started')}</Text>}
      <Group>
        <Button
          variant="default"
          loading={readAgain.isPending}
          leftSection={<RefreshCw size={16} aria-hidden />}
          onClick={() => readAgain.mutate(null)}
        >
          {t('ops.inbound.readAgain')}
        </Button>
      </Group>
    </Stack>
  );
}
