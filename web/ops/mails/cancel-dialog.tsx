import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { CommandDialog } from '../../shared/ui/command-dialog';
import { useCancelMail, type Mail } from './mails';

interface CancelDialogProps {
  readonly mail: Mail;
  readonly onClose: () => void;
}

/** Gives up on a mail that waits for another try. */
export function CancelDialog({ mail, onClose }: CancelDialogProps) {
  const { t } = useTranslation();
  const cancel = useCancelMail(mail.id);
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      isDangerous
      title={t('ops.cancel.title')}
      confirm={t('ops.cancel.confirm')}
      progress={cancel}
      onConfirm={() => cancel.mutate(null, { onSuccess: onClose })}
    >
      <Text>{t('ops.cancel.text', { subject: mail.subject })}</Text>
    </CommandDialog>
  );
}
