import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { components } from '../../../client';
import { Moment } from '../../shared/ui/moment';
import { StatusBadge, type Tone } from '../../shared/ui/status-badge';
import { WideTable } from '../../shared/ui/wide-table';
import { OrganizationLink } from '../organization-link';
import { WorkflowLink } from '../workflow-link';

export type DriftReport = components['schemas']['DriftReport'];

const tones: Readonly<Record<DriftReport['outcome'], Tone>> = { open: 'bad', repaired: 'good', passed: 'neutral' };

export function DriftTable({ reports }: { readonly reports: readonly DriftReport[] }) {
  const { t } = useTranslation();
  return (
    <WideTable
      label={t('ops.drift.title')}
      minWidth={640}
      columns={[t('lifecycle.organization'), t('ops.drift.what'), t('ops.drift.seen')]}
    >
      {reports.map(({ id, organizationId, organizationName, workflowUrl, kind, fields, outcome, seenAt }) => (
        <Table.Tr key={id}>
          <Table.Td>
            <OrganizationLink organizationId={organizationId} name={organizationName} />
          </Table.Td>
          <Table.Td>
            <StatusBadge tone={tones[outcome]}>{t(`ops.drift.kinds.${kind}`)}</StatusBadge>
            <Text size="sm" c="dimmed" ff="monospace">
              {fields.join(', ')}
            </Text>
            <WorkflowLink url={workflowUrl} of={organizationName ?? organizationId} />
          </Table.Td>
          <Table.Td>
            <Moment at={seenAt} />
          </Table.Td>
        </Table.Tr>
      ))}
    </WideTable>
  );
}
