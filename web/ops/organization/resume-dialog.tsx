import { Checkbox, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CommandDialog } from '../../shared/ui/command-dialog';
import { useResume } from './commands';

interface ResumeDialogProps {
  readonly organizationId: string;
  readonly onClose: () => void;
}

/** Has a suspended server checked and then send again; without the check only with a note that says why. */
export function ResumeDialog({ organizationId, onClose }: ResumeDialogProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [withoutCheck, setWithoutCheck] = useState(false);
  const resume = useResume(organizationId);
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      isDangerous={withoutCheck}
      title={t('ops.resume.title')}
      confirm={t('ops.resume.button')}
      progress={resume}
      onConfirm={() => resume.mutate({ note: note.trim() || null, withoutCheck }, { onSuccess: onClose })}
    >
      <Text>{t('ops.resume.text')}</Text>
      <Checkbox
        label={t('ops.resume.withoutCheck')}
        description={t('ops.resume.withoutCheckText')}
        checked={withoutCheck}
        onChange={(event) => setWithoutCheck(event.currentTarget.checked)}
      />
      <Textarea
        label={t('ops.resume.note')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        maxLength={2000}
        autosize
        minRows={2}
        required={withoutCheck}
      />
    </CommandDialog>
  );
}
