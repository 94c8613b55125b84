import { useTranslation } from 'react-i18next';

import { Loaded } from '../../shared/states/loaded';
import { Page } from '../../shared/ui/page';
import { useMailServer } from '../mail-server';

export function OverviewPage() {
  const { t } = useTranslation();
  const mailServer = useMailServer();
  return (
    <Page title={t('admin.overview.title')}>
      <Loaded query={mailServer}>{(server) => <p>{server.entitlement}</p>}</Loaded>
    </Page>
  );
}
