import { Anchor, Button, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Building2, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { StatusBadges } from '../../shared/lifecycle/status-badges';
import { PagedList } from '../../shared/lists/paged-list';
import { EmptyState } from '../../shared/states/empty-state';
import { Page } from '../../shared/ui/page';
import { useOrganizations, type Organization } from '../organizations';
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
        {(items) => <OrganizationTable organizations={items} />}
      </PagedList>
      <RegisterDialog isOpen={isRegistering} onClose={dialog.close} />
    </Page>
  );
}

function OrganizationTable({ organizations }: { readonly organizations: readonly Organization[] }) {
  const { t } = useTranslation();
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('sales.organizations.organization')}</Table.Th>
            <Table.Th scope="col">{t('sales.organizations.state')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {organizations.map((organization) => (
            <Table.Tr key={organization.organizationId}>
              <Table.Td>
                <Anchor component={Link} to={`/sales/${encodeURIComponent(organization.organizationId)}`} fw={600}>
                  {organization.profile?.name ?? organization.organizationId}
                </Anchor>
                <Text size="sm" c="dimmed">
                  {organization.organizationId}
                </Text>
              </Table.Td>
              <Table.Td>
                <StatusBadges statuses={organization} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
