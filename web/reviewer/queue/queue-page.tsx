import { Text } from '@mantine/core';
import { PartyPopper } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { PagedList } from '../../shared/lists/paged-list';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { Tabs, useTab } from '../../shared/ui/tabs';
import { queueParts, useReviewQueue } from '../reviews';
import { QueueTable } from './queue-table';

/** What waits for a decision, the longest waiting first. */
export function QueuePage() {
  const { t } = useTranslation();
  const [part, choose] = useTab(queueParts);
  const queue = useReviewQueue(part);
  return (
    <Page title={t('reviewer.queue.title')} subtitle={t('reviewer.queue.subtitle')}>
      <Tabs
        label={t('reviewer.queue.part')}
        tabs={queueParts.map((value) => ({ value, label: t(`reviewer.queue.parts.${value}`) }))}
        value={part}
        onChange={choose}
      />
      <PagedList
        pages={queue}
        empty={
          <EmptyState icon={PartyPopper} title={t(part === 'all' ? 'reviewer.queue.none' : 'reviewer.queue.nonePart')}>
            {part === 'all' && t('reviewer.queue.noneText')}
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
