import { List, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CommandDialog } from '../../shared/ui/command-dialog';
import { ReasonField } from '../../shared/ui/reason-field';
import { useCloseOrganization } from '../commands';

interface CloseDialogProps {
  readonly organizationId: string;
  readonly onClose: () => void;
}

/** Lets an organization leave, after naming what goes with it. */
export function CloseDialog({ organizationId, onClose }: CloseDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const closing = useCloseOrganization(organizationId);
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      isDangerous
      title={t('sales.close.title')}
      confirm={t('sales.close.confirm')}
      progress={closing}
      onConfirm={() => closing.mutate({ reason }, { onSuccess: onClose })}
    >
      <Text>{t('sales.close.text')}</Text>
      <List spacing={4}>
        <List.Item>{t('sales.close.server')}</List.Item>
        <List.Item>{t('sales.close.mails')}</List.Item>
        <List.Item>{t('sales.close.stays')}</List.Item>
      </List>
      <ReasonField
        label={t('sales.close.reason')}
        description={t('sales.close.reasonText')}
        value={reason}
        onChange={setReason}
      />
    </CommandDialog>
  );
}
