import { Text } from '@mantine/core';
import { PartyPopper } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { PagedList } from '../../shared/lists/paged-list';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { useReviewQueue } from '../reviews';
import { QueueTable } from './queue-table';

/** What waits for a decision, the longest waiting first. */
export function QueuePage() {
  const { t } = useTranslation();
  const queue = useReviewQueue();
  return (
    <Page title={t('reviewer.queue.title')} subtitle={t('reviewer.queue.subtitle')}>
      <PagedList
        pages={queue}
        empty={
          <EmptyState icon={PartyPopper} title={t('reviewer.queue.none')}>
            {t('reviewer.queue.noneText')}
          </EmptyState>
        }
      >
        {(items) => (
          <>
            <QueueTable items={items} />
            <Text size="sm" c="dimmed">
              {t('reviewer.queue.keys')}
            </Text>
          </>
        )}
      </PagedList>
    </Page>
  );
}
