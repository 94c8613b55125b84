import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { organizationQuery } from '../../shared/organizations/organizations';
import { SendingPolicyForm } from '../../shared/sending-policy/sending-policy-form';
import { Loaded } from '../../shared/states/loaded';
import { Page } from '../../shared/ui/page';
import { useMailServer, useOrganizationId } from '../mail-server';
import { useOrganizationNews } from '../use-organization-news';
import { PreferencesForm } from './preferences-form';

/** What becomes of mail that cannot be delivered or has to wait, and how fast the own server is used. */
export function PreferencesPage() {
  const { t } = useTranslation();
  const mailServer = useMailServer();
  const organization = useQuery(organizationQuery(useOrganizationId()));
  useOrganizationNews();
  return (
    <Page title={t('app.views.preferences')} subtitle={t('admin.preferences.subtitle')}>
      <Stack gap="lg" maw={760}>
        <Loaded query={mailServer} heights={[46]}>
          {(server) => <PreferencesForm server={server} />}
        </Loaded>
        <Loaded query={organization} heights={[24]}>
          {(known) => <SendingPolicyForm organization={known} />}
        </Loaded>
      </Stack>
    </Page>
  );
}
