import { Group, Table, Text } from '@mantine/core';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';
import { usePages, type Pages } from '../../shared/api/use-pages';
import { ChoiceField } from '../../shared/lists/choice-field';
import { PagedList } from '../../shared/lists/paged-list';
import { useAddressChoice } from '../../shared/lists/use-address-entry';
import { EmptyState } from '../../shared/states/empty-state';
import { Moment } from '../../shared/ui/moment';
import { useFormats } from '../../shared/ui/use-formats';
import { WideTable } from '../../shared/ui/wide-table';

type InboundRefusal = components['schemas']['InboundRefusal'];

/** In which order refusals stand, the usual one first. */
const orders = ['-hour', '-count'] as const;

/** What the listener refused: by hour, reason and network. */
export function InboundRefusals() {
  const { t } = useTranslation();
  const [order, sort] = useAddressChoice('sort', orders);
  const refusals = usePages<InboundRefusal>(
    ['inbound-refusals', order],
    async (place, signal) =>
      bodyOf(api.GET('/v1/inbound-refusals', { params: { query: { limit: 50, sort: order, ...place } }, signal })),
    { keepsPrevious: true },
  );
  return (
    <>
      <Group>
        <ChoiceField
          label={t('shared.sort')}
          choices={orders.map((value) => ({ value, label: t(`ops.inbound.orders.${value}`) }))}
          value={order}
          onChange={sort}
        />
      </Group>
      <Refusals refusals={refusals} />
    </>
  );
}

function Refusals({ refusals }: { readonly refusals: Pages<InboundRefusal> }) {
  const { t } = useTranslation();
  const { number } = useFormats();
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
