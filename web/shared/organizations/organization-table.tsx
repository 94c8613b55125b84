import { Anchor, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { StatusBadges } from '../lifecycle/status-badges';
import type { Organization } from './organizations';
import { Moment } from '../ui/moment';
import { WideTable } from '../ui/wide-table';

interface OrganizationTableProps {
  readonly organizations: readonly Organization[];
  /** The address below which each organization has its page. */
  readonly base: string;
}

/** Organizations, and where each of them stands. */
export function OrganizationTable({ organizations, base }: OrganizationTableProps) {
  const { t } = useTranslation();
  return (
    <WideTable
      label={t('lifecycle.organizations')}
      minWidth={520}
      columns={[t('lifecycle.organization'), t('lifecycle.state')]}
      highlightOnHover
    >
      {organizations.map((organization) => (
        <Table.Tr key={organization.organizationId}>
          <Table.Td>
            <Anchor component={Link} to={`${base}/${encodeURIComponent(organization.organizationId)}`} fw={600}>
              {organization.profile?.name ?? organization.organizationId}
            </Anchor>
            <Text size="sm" c="dimmed">
              {organization.organizationId}
            </Text>
          </Table.Td>
          <Table.Td>
            <StatusBadges statuses={organization} />
            {organization.suspension && <Suspension suspension={organization.suspension} />}
          </Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}

/** Who has suspended the server, and since when. */
function Suspension({ suspension: { cause, at } }: { readonly suspension: NonNullable<Organization['suspension']> }) {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed" mt={4}>
      {t(`lifecycle.suspendedBy.${cause}`)} · <Moment at={at} />
    </Text>
  );
}
