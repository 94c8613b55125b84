import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { codeOf } from '../api/failure';
import { FailureAlert } from '../states/failure-alert';
import { OvertakenAlert } from './overtaken-alert';
import type { UnsavedChanges } from './use-unsaved-changes';

interface Saving {
  readonly isPending: boolean;
  readonly isSuccess: boolean;
  readonly isError: boolean;
  readonly error: unknown;
}

interface SaveBarProps {
  readonly form: Pick<UnsavedChanges<object>, 'hasChanges' | 'isOvertaken' | 'discard'>;
  readonly save: Saving;
}

/** The end of a form of stored values: what came of saving them, and whether somebody else was faster. */
export function SaveBar({ form, save }: SaveBarProps) {
  const { t } = useTranslation();
  const isExplained = form.isOvertaken && codeOf(save.error) === 'PRECONDITION_FAILED';
  return (
    <Stack>
      {form.isOvertaken && <OvertakenAlert onDiscard={form.discard} />}
      {save.isError && !isExplained && <FailureAlert error={save.error} />}
      <Group>
        <Button type="submit" loading={save.isPending}>
          {t('shared.save')}
        </Button>
        <Text component="output">{save.isSuccess && !form.hasChanges ? t('shared.saved') : ''}</Text>
      </Group>
    </Stack>
  );
}
