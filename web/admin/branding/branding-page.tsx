import { Card, Stack, Switch, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { FailureAlert } from '../../shared/states/failure-alert';
import { Loaded } from '../../shared/states/loaded';
import { Page } from '../../shared/ui/page';
import { useSetPreferences } from '../commands';
import { useMailServer, type MailServer } from '../mail-server';
import { LogoField } from './logo-field';
import { MailPreview } from './mail-preview';
import { useLogo } from './use-logo';

/** The organization's logo in every mail: on or off, which picture, and how it looks. */
export function BrandingPage() {
  const { t } = useTranslation();
  const mailServer = useMailServer();
  return (
    <Page title={t('app.views.branding')} subtitle={t('admin.branding.subtitle')}>
      <Loaded query={mailServer}>{(server) => <Branding server={server} />}</Loaded>
    </Page>
  );
}

function Branding({ server }: { readonly server: MailServer }) {
  const { t } = useTranslation();
  const save = useSetPreferences();
  const logo = useLogo(server.organizationId);
  const { preferences } = server;
  return (
    <Stack gap="lg">
      <Card withBorder padding="lg">
        <Stack>
          <Switch
            size="md"
            label={t('admin.branding.switch')}
            description={t('admin.branding.switchHint')}
            checked={preferences.branding}
            disabled={save.isPending}
            onChange={({ currentTarget: { checked } }) =>
              save.mutate({ version: server.version, preferences: { ...preferences, branding: checked } })
            }
          />
          {save.isError && <FailureAlert error={save.error} />}
          <LogoField organizationId={server.organizationId} logo={logo} />
        </Stack>
      </Card>
      <section aria-labelledby="preview-title">
        <Title order={2} id="preview-title" mb="xs">
          {t('admin.branding.preview')}
        </Title>
        {preferences.branding && logo.address === null && !logo.isLoading && (
          <Text c="dimmed" mb="xs">
            {t('admin.branding.noLogoYet')}
          </Text>
        )}
        <MailPreview server={server} logo={preferences.branding ? logo.address : null} />
      </section>
    </Stack>
  );
}
