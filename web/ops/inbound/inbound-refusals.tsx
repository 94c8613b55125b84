import { Table, Text } from '@mantine/core';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';
import { usePages } from '../../shared/api/use-pages';
import { PagedList } from '../../shared/lists/paged-list';
import { EmptyState } from '../../shared/states/empty-state';
import { Moment } from '../../shared/ui/moment';
import { useFormats } from '../../shared/ui/use-formats';
import { WideTable } from '../../shared/ui/wide-table';

type InboundRefusal = components['schemas']['InboundRefusal'];

/** What the listener refused: by hour, reason and network. */
export function InboundRefusals() {
  const { t } = useTranslation();
  const { number } = useFormats();
  const refusals = usePages<InboundRefusal>(['inbound-refusals'], async (place, signal) =>
    bodyOf(api.GET('/v1/inbound-refusals', { params: { query: { limit: 50, ...place } }, signal })),
  );
  return (
    <PagedList pages={refusals} empty={<EmptyState icon={ShieldCheck} title={t('ops.inbound.noRefusals')} />}>
      {(items) => (
        <WideTable
          label={t('ops.inbound.tabs.refused')}
          minWidth={520}
          columns={[t('ops.inbound.why'), t('ops.inbound.network'), t('ops.inbound.count'), t('ops.inbound.lastSeen')]}
        >
          {items.map(({ id, reason, network, count, lastAt }) => (
            <Table.Tr key={id}>
              <Table.Td>{t(`ops.inbound.refusals.${reason}`)}</Table.Td>
              <Table.Td>
                <Text size="sm" ff="monospace">
                  {network}
                </Text>
              </Table.Td>
              <Table.Td>{number(count)}</Table.Td>
              <Table.Td>
                <Moment at={lastAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </WideTable>
      )}
    </PagedList>
  );
}
