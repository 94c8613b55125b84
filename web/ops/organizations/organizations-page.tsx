import { Building2, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { PagedList } from '../../shared/lists/paged-list';
import { OrganizationTable } from '../../shared/organizations/organization-table';
import { useOrganizations } from '../../shared/organizations/organizations';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { Tabs, useTab } from '../../shared/ui/tabs';

const tabs = ['all', 'suspended'] as const;

/** All organizations, for looking one up, and those whose server does not send. */
export function OrganizationsPage() {
  const { t } = useTranslation();
  const [tab, choose] = useTab(tabs);
  const organizations = useOrganizations(tab === 'suspended' ? { live: 'suspended' } : {});
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
      <PagedList pages={organizations} empty={empty}>
        {(items) => <OrganizationTable organizations={items} base="/ops/organizations" />}
      </PagedList>
    </Page>
  );
}
