import { Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Moment } from '../../shared/ui/moment';
import { OrganizationLink } from '../organization-link';
import { WorkflowLink } from '../workflow-link';
import { CancelDialog } from './cancel-dialog';
import type { Mail, Trouble } from './mails';
import { ResolveDialog } from './resolve-dialog';

interface MailRowProps {
  readonly mail: Mail;
  readonly trouble: Trouble;
}

export function MailRow({ mail, trouble }: MailRowProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  const concerned = mail.recipients.filter(({ state }) => state === trouble);
  return (
    <Table.Tr>
      <Table.Td>
        <OrganizationLink organizationId={mail.organizationId} name={mail.organizationName} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{mail.subject}</Text>
        <Text size="sm" c="dimmed">
          {concerned.map(({ recipient }) => recipient).join(', ')}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{concerned.map(({ answer }) => answer?.text).find(Boolean) ?? t('ops.mails.noAnswer')}</Text>
        <Text size="sm" c="dimmed">
          {t('ops.mails.attempts', { count: mail.attempts })}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{mail.nextAttemptAt === null ? t('shared.none') : <Moment at={mail.nextAttemptAt} />}</Text>
      </Table.Td>
      <Table.Td>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={() => setOpen(true)} aria-haspopup="dialog">
            {t(`ops.mails.${trouble}.action`)}
          </Button>
          <WorkflowLink url={mail.workflowUrl} of={mail.organizationName ?? mail.organizationId} />
        </Group>
        {isOpen && trouble === 'held' && <ResolveDialog mail={mail} onClose={close} />}
        {isOpen && trouble === 'deferred' && <CancelDialog mail={mail} onClose={close} />}
      </Table.Td>
    </Table.Tr>
  );
}
