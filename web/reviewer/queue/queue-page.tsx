import { Alert, Group, Text } from '@mantine/core';
import { Check, PartyPopper } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { ChoiceField } from '../../shared/lists/choice-field';
import { PagedList } from '../../shared/lists/paged-list';
import { useAddressChoice } from '../../shared/lists/use-address-entry';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { Tabs, useTab } from '../../shared/ui/tabs';
import { useDecided } from '../decided';
import { queueOrders, queueParts, useReviewQueue } from '../reviews';
import { QueueTable } from './queue-table';

/** What waits for a decision, the longest waiting first unless somebody sorts otherwise. */
export function QueuePage() {
  const { t } = useTranslation();
  const [part, choose] = useTab(queueParts);
  const [order, sort] = useAddressChoice('sort', queueOrders);
  const queue = useReviewQueue(part, order);
  return (
    <Page title={t('reviewer.queue.title')} subtitle={t('reviewer.queue.subtitle')}>
      <JustDecided />
      <Group justify="space-between" align="flex-end">
        <Tabs
          label={t('reviewer.queue.part')}
          tabs={queueParts.map((value) => ({ value, label: t(`reviewer.queue.parts.${value}`) }))}
          value={part}
          onChange={choose}
        />
        <ChoiceField
          label={t('shared.sort')}
          choices={queueOrders.map((value) => ({ value, label: t(`reviewer.queue.orders.${value}`) }))}
          value={order}
          onChange={sort}
        />
      </Group>
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
            <Text size="sm" c="dimmed" visibleFrom="xs">
              {t('reviewer.queue.keys')}
            </Text>
          </>
        )}
      </PagedList>
    </Page>
  );
}

/** Says that the decision was taken that somebody comes back from. */
function JustDecided() {
  const { t } = useTranslation();
  const { decided, putAside } = useDecided();
  if (!decided) return null;
  return (
    <Alert
      color="green"
      icon={<Check aria-hidden />}
      title={t(`reviewer.decided.${decided.outcome}`, { name: decided.name })}
      withCloseButton
      closeButtonLabel={t('shared.close')}
      onClose={putAside}
    />
  );
}
