import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { FailureAlert } from '../states/failure-alert';
import { Dialog } from './dialog';

/** The part of a mutation that a dialog shows. */
interface Progress {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly error: unknown;
}

interface CommandDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly confirm: string;
  /** Whether the command takes something away. */
  readonly isDangerous?: boolean;
  readonly progress: Progress;
  readonly onConfirm: () => void;
  readonly children: ReactNode;
}

/** Asks before a command is given: what it means, what it needs, and what came of it when it was refused. */
export function CommandDialog(props: CommandDialogProps) {
  const { isOpen, onClose, title, confirm, isDangerous = false, progress, onConfirm, children } = props;
  const { t } = useTranslation();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <Stack>
          {children}
          {progress.isError && <FailureAlert error={progress.error} />}
          <Group justify="flex-end">
            {/* Where no field asks for the focus: what does no harm. */}
            <Button variant="default" onClick={onClose} data-autofocus>
              {t('shared.cancel')}
            </Button>
            <Button type="submit" loading={progress.isPending} {...(isDangerous ? { color: 'red.9' } : {})}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
