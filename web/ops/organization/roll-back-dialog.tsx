import { Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CommandDialog } from '../../shared/ui/command-dialog';
import { ReasonField } from '../../shared/ui/reason-field';
import { useRollBack } from './commands';

interface RollBackDialogProps {
  readonly organizationId: string;
  /** The live revision, which is given up. */
  readonly revision: number;
  readonly onClose: () => void;
}

/** Goes back to the revision before, while the new one has not sent anything. */
export function RollBackDialog({ organizationId, revision, onClose }: RollBackDialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const rollBack = useRollBack(organizationId);
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      isDangerous
      title={t('ops.rollBack.title')}
      confirm={t('ops.rollBack.confirm')}
      progress={rollBack}
      onConfirm={() => rollBack.mutate({ revision, reason }, { onSuccess: onClose })}
    >
      <Text>{t('ops.rollBack.text', { revision })}</Text>
      <ReasonField
        label={t('ops.suspend.reason')}
        description={t('ops.suspend.reasonText')}
        value={reason}
        onChange={setReason}
      />
    </CommandDialog>
  );
}
