import { Anchor, Group, Table, Text } from '@mantine/core';
import { Download, MailOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';
import { usePages } from '../../shared/api/use-pages';
import { PagedList } from '../../shared/lists/paged-list';
import { EmptyState } from '../../shared/states/empty-state';
import { Moment } from '../../shared/ui/moment';
import { WideTable } from '../../shared/ui/wide-table';
import { WorkflowLink } from '../workflow-link';

type InboundMail = components['schemas']['InboundMail'];

export function InboundMails({ isUnparseable }: { readonly isUnparseable: boolean }) {
  const { t } = useTranslation();
  const filter = isUnparseable ? ({ class: 'unparseable' } as const) : {};
  const mails = usePages<InboundMail>(['inbound-mails', filter], async (place, signal) =>
    bodyOf(api.GET('/v1/inbound-mails', { params: { query: { limit: 50, ...filter, ...place } }, signal })),
  );
  return (
    <PagedList pages={mails} empty={<EmptyState icon={MailOpen} title={t('ops.inbound.none')} />}>
      {(items) => (
        <WideTable
          label={t('ops.inbound.title')}
          minWidth={640}
          columns={[
            t('ops.inbound.received'),
            t('ops.inbound.recipient'),
            t('ops.inbound.outcome'),
            t('ops.inbound.raw'),
          ]}
        >
          {items.map((mail) => (
            <InboundRow key={mail.id} mail={mail} />
          ))}
        </WideTable>
      )}
    </PagedList>
  );
}

function InboundRow({ mail }: { readonly mail: InboundMail }) {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td>
        <Moment at={mail.receivedAt} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" ff="monospace">
          {mail.recipient}
        </Text>
        <Text size="sm" c="dimmed">
          {mail.peer.name} ({mail.peer.address})
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {mail.outcome === null ? t('ops.inbound.pending') : t(`ops.inbound.outcomes.${mail.outcome}`)}
        </Text>
        {mail.outcome === 'encrypted' && (
          <Text size="sm" c="dimmed">
            {t('ops.inbound.encryptedAdvice')}
          </Text>
        )}
        <WorkflowLink url={mail.workflowUrl} of={mail.recipient} />
      </Table.Td>
      <Table.Td>
        <Anchor href={`/v1/inbound-mails/${encodeURIComponent(mail.id)}/raw`} download>
          <Group gap={4}>
            <Download size={16} aria-hidden />
            {t('ops.inbound.download')}
          </Group>
        </Anchor>
      </Table.Td>
    </Table.Tr>
  );
}
