import { Building2, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { OrganizationList } from '../../shared/organizations/organization-list';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { Tabs, useTab } from '../../shared/ui/tabs';

const tabs = ['all', 'suspended'] as const;

/** All organizations, for looking one up, and those whose server does not send. */
export function OrganizationsPage() {
  const { t } = useTranslation();
  const [tab, choose] = useTab(tabs);
  const empty =
    tab === 'suspended' ? (
      <EmptyState icon={ShieldCheck} title={t('ops.organizations.noneSuspended')} />
    ) : (
      <EmptyState icon={Building2} title={t('ops.organizations.none')} />
    );
  return (
    <Page title={t('ops.organizations.title')} subtitle={t('ops.organizations.subtitle')}>
      <Tabs
        label={t('ops.organizations.title')}
        tabs={tabs.map((value) => ({ value, label: t(`ops.organizations.tabs.${value}`) }))}
        value={tab}
        onChange={choose}
      />
      <OrganizationList
        base="/ops/organizations"
        filter={tab === 'suspended' ? { live: 'suspended' } : {}}
        empty={empty}
      />
    </Page>
  );
}
