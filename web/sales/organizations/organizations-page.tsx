import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Building2, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { PagedList } from '../../shared/lists/paged-list';
import { OrganizationTable } from '../../shared/organizations/organization-table';
import { useOrganizations } from '../../shared/organizations/organizations';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { RegisterDialog } from './register-dialog';

/** All organizations, and where each of them stands. */
export function OrganizationsPage() {
  const { t } = useTranslation();
  const organizations = useOrganizations();
  const [isRegistering, dialog] = useDisclosure();
  const register = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={dialog.open}>
      {t('sales.register.button')}
    </Button>
  );
  return (
    <Page title={t('sales.organizations.title')} subtitle={t('sales.organizations.subtitle')} actions={register}>
      <PagedList
        pages={organizations}
        empty={
          <EmptyState icon={Building2} title={t('sales.organizations.none')}>
            {t('sales.organizations.noneText')}
          </EmptyState>
        }
      >
        {(items) => <OrganizationTable organizations={items} base="/sales" />}
      </PagedList>
      <RegisterDialog isOpen={isRegistering} onClose={dialog.close} />
    </Page>
  );
}
