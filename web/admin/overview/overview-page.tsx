import { Stack } from '@mantine/core';
import { usePrefetchQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { codeOf } from '../../shared/api/failure';
import { providerPresetsQuery } from '../../shared/providers/provider-presets';
import { Loaded } from '../../shared/states/loaded';
import { Page } from '../../shared/ui/page';
import { useLanguage } from '../../shared/ui/use-language';
import { LiveCard } from '../live/live-card';
import { useMailServer, type MailServer } from '../mail-server';
import { useOrganizationNews } from '../use-organization-news';
import { DraftPanel } from './draft-panel';
import { JourneyCard } from './journey-card';
import { LockedExplanation } from './locked-explanation';
import classes from './overview.module.css';
import { StaleAlert } from './stale-alert';
import { useStaleWatch } from './stale-entries';

/** The one page that an admin comes to: where things stand, and the one thing that can be done now. */
export function OverviewPage() {
  const { t } = useTranslation();
  const mailServer = useMailServer();
  useOrganizationNews();
  usePrefetchQuery(providerPresetsQuery(useLanguage()));
  const isLocked = codeOf(mailServer.error) === 'FEATURE_LOCKED' || mailServer.data?.entitlement === 'locked';
  return (
    <Page title={t('admin.overview.title')} subtitle={t('admin.overview.subtitle')}>
      <StaleAlert />
      {isLocked ? (
        <LockedExplanation />
      ) : (
        <Loaded query={mailServer}>{(server) => <UnlockedOverview server={server} />}</Loaded>
      )}
    </Page>
  );
}

function UnlockedOverview({ server }: { readonly server: MailServer }) {
  useStaleWatch(server);
  return (
    <div className={classes['columns']}>
      <Stack gap="lg" className={classes['main'] ?? ''}>
        {server.live && <LiveCard live={server.live} preferences={server.preferences} />}
        <DraftPanel server={server} />
      </Stack>
      <JourneyCard server={server} />
    </div>
  );
}
