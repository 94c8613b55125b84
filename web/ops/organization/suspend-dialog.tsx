import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CommandDialog } from '../../shared/ui/command-dialog';
import { ReasonField } from '../../shared/ui/reason-field';
import { useSuspend } from './commands';

interface SuspendDialogProps {
  readonly organizationId: string;
  readonly onClose: () => void;
}

/** Stops a server at once. */
export function SuspendDialog({ organizationId, onClose }: SuspendDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const suspend = useSuspend(organizationId);
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      isDangerous
      title={t('ops.suspend.title')}
      confirm={t('ops.suspend.button')}
      progress={suspend}
      onConfirm={() => suspend.mutate({ reason }, { onSuccess: onClose })}
    >
      <Text>{t('ops.suspend.text')}</Text>
      <ReasonField
        label={t('ops.suspend.reason')}
        description={t('ops.suspend.reasonText')}
        value={reason}
        onChange={setReason}
      />
    </CommandDialog>
  );
}
