import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Building2, Plus, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { ChoiceField } from '../../shared/lists/choice-field';
import { useAddressChoice } from '../../shared/lists/use-address-entry';
import { OrganizationList } from '../../shared/organizations/organization-list';
import type { OrganizationFilter } from '../../shared/organizations/organizations';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { RegisterDialog } from './register-dialog';

/** Where organizations stand, as sales look for them; `waiting` have been unlocked and have no server yet. */
const standings = ['all', 'locked', 'waiting', 'review', 'active', 'suspended'] as const;

const filters: Readonly<Record<(typeof standings)[number], OrganizationFilter>> = {
  all: {},
  locked: { entitlement: 'locked' },
  waiting: { entitlement: 'unlocked', draft: 'none', live: 'none' },
  review: { draft: 'awaiting-review' },
  active: { live: 'active' },
  suspended: { live: 'suspended' },
};

/** All organizations, and where each of them stands. */
export function OrganizationsPage() {
  const { t } = useTranslation();
  const [standing, choose] = useAddressChoice('state', standings);
  const [isRegistering, dialog] = useDisclosure();
  const register = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={dialog.open}>
      {t('sales.register.button')}
    </Button>
  );
  return (
    <Page title={t('sales.organizations.title')} subtitle={t('sales.organizations.subtitle')} actions={register}>
      <OrganizationList base="/sales" filter={filters[standing]} empty={<Nothing isFiltered={standing !== 'all'} />}>
        <ChoiceField
          label={t('lifecycle.state')}
          choices={standings.map((value) => ({ value, label: t(`sales.organizations.standings.${value}`) }))}
          value={standing}
          onChange={choose}
        />
      </OrganizationList>
      <RegisterDialog isOpen={isRegistering} onClose={dialog.close} />
    </Page>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  const { t } = useTranslation();
  if (isFiltered) return <EmptyState icon={SearchX} title={t('sales.organizations.noneSo')} />;
  return (
    <EmptyState icon={Building2} title={t('sales.organizations.none')}>
      {t('sales.organizations.noneText')}
    </EmptyState>
  );
}
