import { Text } from '@mantine/core';
import { MailCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { PagedList } from '../../shared/lists/paged-list';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { Tabs, useTab } from '../../shared/ui/tabs';
import { WideTable } from '../../shared/ui/wide-table';
import { MailRow } from './mail-row';
import { troubles, useMailsInTrouble } from './mails';

/** Mails that somebody has to look at, or that wait for another try. */
export function MailsPage() {
  const { t } = useTranslation();
  const [trouble, choose] = useTab(troubles);
  const mails = useMailsInTrouble(trouble);
  return (
    <Page title={t('ops.mails.title')} subtitle={t('ops.mails.subtitle')}>
      <Tabs
        label={t('ops.mails.title')}
        tabs={troubles.map((value) => ({ value, label: t(`ops.mails.${value}.tab`) }))}
        value={trouble}
        onChange={choose}
      />
      <Text>{t(`ops.mails.${trouble}.text`)}</Text>
      <PagedList pages={mails} empty={<EmptyState icon={MailCheck} title={t(`ops.mails.${trouble}.none`)} />}>
        {(items) => (
          <WideTable
            label={t('ops.mails.title')}
            minWidth={760}
            columns={[
              t('lifecycle.organization'),
              t('ops.mails.mail'),
              t('ops.mails.answer'),
              t('ops.mails.next'),
              t('ops.mails.actions'),
            ]}
          >
            {items.map((mail) => (
              <MailRow key={mail.id} mail={mail} trouble={trouble} />
            ))}
          </WideTable>
        )}
      </PagedList>
    </Page>
  );
}
