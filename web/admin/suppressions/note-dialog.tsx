import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { isFaulty } from '../../shared/api/failure';
import { FailureAlert } from '../../shared/states/failure-alert';
import { Dialog } from '../../shared/ui/dialog';

interface NoteDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly text: string;
  readonly submit: string;
  readonly command: { readonly isPending: boolean; readonly isError: boolean; readonly error: unknown };
  readonly onSubmit: (note: string) => void;
}

/** Asks for a reason before something is done. */
export function NoteDialog({ isOpen, onClose, title, text, submit, command, onSubmit }: NoteDialogProps) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(note);
        }}
      >
        <Stack>
          <Text>{text}</Text>
          <TextInput
            label={t('admin.suppressions.note')}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            error={isFaulty(command.error, 'note') && t('shared.fillIn')}
            maxLength={500}
            required
            data-autofocus
          />
          {command.isError && <FailureAlert error={command.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('shared.cancel')}
            </Button>
            <Button type="submit" loading={command.isPending}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
