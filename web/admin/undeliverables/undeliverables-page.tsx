import { Group, Stack, Text } from '@mantine/core';
import { MailCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { undeliverableText } from '../../../domain/texts/undeliverable-texts';
import { api } from '../../shared/api/api';
import { usePages } from '../../shared/api/use-pages';
import { EmptyState } from '../../shared/states/empty-state';
import { PagedList } from '../../shared/lists/paged-list';
import { Moment } from '../../shared/ui/moment';
import { Page } from '../../shared/ui/page';
import { StatusBadge } from '../../shared/ui/status-badge';
import { useLanguage } from '../../shared/ui/use-language';
import { useOrganizationId } from '../mail-server';
import classes from '../mails/mails.module.css';
import { useOrganizationNews } from '../use-organization-news';

type Undeliverable = components['schemas']['Undeliverable'];

/** What could not be delivered, why in plain words, what helps, and who was told. */
export function UndeliverablesPage() {
  const { t } = useTranslation();
  const organizationId = useOrganizationId();
  useOrganizationNews();
  const pages = usePages(['organization', organizationId, 'undeliverables'], async (place, signal) => {
    const params = { path: { organizationId }, query: place };
    return bodyOf(api.GET('/v1/organizations/{organizationId}/undeliverables', { params, signal }));
  });
  return (
    <Page title={t('app.views.undeliverables')} subtitle={t('admin.undeliverables.subtitle')}>
      <PagedList
        pages={pages}
        heights={[4, 4, 4, 4]}
        empty={
          <EmptyState icon={MailCheck} title={t('admin.undeliverables.none')}>
            {t('admin.undeliverables.noneText')}
          </EmptyState>
        }
      >
        {(items) => (
          <ul className={classes['list']} aria-label={t('app.views.undeliverables')}>
            {items.map((item) => (
              <UndeliverableItem key={item.id} item={item} />
            ))}
          </ul>
        )}
      </PagedList>
    </Page>
  );
}

function UndeliverableItem({ item }: { readonly item: Undeliverable }) {
  const { t } = useTranslation();
  const { why, advice } = undeliverableText(useLanguage(), item);
  const said = [item.answer?.replyCode, item.answer?.enhancedStatus, item.answer?.text].filter(Boolean).join(' ');
  return (
    <li className={`${classes['row'] ?? ''} ${classes['card'] ?? ''}`}>
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Text fw={600}>{item.recipient}</Text>
          <StatusBadge tone="bad">{t(`admin.undeliverables.causes.${item.cause}`)}</StatusBadge>
        </Group>
        <Text size="sm" c="dimmed">
          {item.subject} · <Moment at={item.recordedAt} />
        </Text>
        <Text>{why}</Text>
        <Text size="sm">{advice}</Text>
        {said !== '' && (
          <details>
            <Text component="summary" size="sm">
              {t('admin.undeliverables.answer', { server: item.remoteMta ?? t('admin.undeliverables.server') })}
            </Text>
            <Text size="sm" ff="monospace">
              {said}
            </Text>
          </details>
        )}
        <Text size="sm" c="dimmed">
          {item.notice ? t('admin.undeliverables.told', item.notice) : t('admin.undeliverables.notTold')}
        </Text>
      </Stack>
    </li>
  );
}
