import { Card, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { components } from '../../../client';
import { Facts } from '../../shared/ui/facts';
import { Moment } from '../../shared/ui/moment';

/** How far the organization has come, and who has to act for it to go on. */
export function ServerAtAGlance({ server }: { readonly server: components['schemas']['MailServer'] }) {
  const { t } = useTranslation();
  const { draft, live, nextToAct } = server;
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('sales.glance.title')}</Title>
        {!draft && !live && <Text>{t('sales.glance.nothing')}</Text>}
        <Facts
          facts={[
            [t('sales.glance.live'), live && live.revision.settings.host],
            [t('sales.glance.since'), live && <Moment at={live.activatedAt} />],
            [t('sales.glance.suspended'), live?.suspension && live.suspension.reason],
            [t('sales.glance.draft'), draft && t(`lifecycle.draft.${draft.status}`)],
            [t('sales.glance.draftSince'), draft && <Moment at={draft.since} />],
            [t('sales.glance.next'), nextToAct && t(`app.roles.${nextToAct}`)],
          ]}
        />
      </Stack>
    </Card>
  );
}
