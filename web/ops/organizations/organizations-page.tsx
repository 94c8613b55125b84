import { Building2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { PagedList } from '../../shared/lists/paged-list';
import { OrganizationTable } from '../../shared/organizations/organization-table';
import { useOrganizations } from '../../shared/organizations/organizations';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';

/** All organizations, for looking one up. */
export function OrganizationsPage() {
  const { t } = useTranslation();
  const organizations = useOrganizations();
  return (
    <Page title={t('ops.organizations.title')} subtitle={t('ops.organizations.subtitle')}>
      <PagedList pages={organizations} empty={<EmptyState icon={Building2} title={t('ops.organizations.none')} />}>
        {(items) => <OrganizationTable organizations={items} base="/ops/organizations" />}
      </PagedList>
    </Page>
  );
}
