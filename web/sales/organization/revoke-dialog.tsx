import { List, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { components } from '../../../client';
import { CommandDialog } from '../../shared/ui/command-dialog';
import { ReasonField } from '../../shared/ui/reason-field';
import { useRevoke } from '../commands';

interface RevokeDialogProps {
  readonly server: components['schemas']['MailServer'];
  readonly onClose: () => void;
}

/** Takes the feature away, after naming what goes with it. */
export function RevokeDialog({ server, onClose }: RevokeDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const revoke = useRevoke(server.organizationId);
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      isDangerous
      title={t('sales.revoke.title')}
      confirm={t('sales.revoke.confirm')}
      progress={revoke}
      onConfirm={() => revoke.mutate({ reason }, { onSuccess: onClose })}
    >
      <Text>{t('sales.revoke.text')}</Text>
      <List spacing={4}>
        {server.live && <List.Item>{t('sales.revoke.live', { host: server.live.revision.settings.host })}</List.Item>}
        {server.draft && <List.Item>{t('sales.revoke.draft', { number: server.draft.revision.number })}</List.Item>}
        <List.Item>{t('sales.revoke.passwords')}</List.Item>
        <List.Item>{t('sales.revoke.mails')}</List.Item>
      </List>
      <ReasonField
        label={t('sales.revoke.reason')}
        description={t('sales.revoke.reasonText')}
        value={reason}
        onChange={setReason}
      />
    </CommandDialog>
  );
}
