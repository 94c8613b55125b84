import { Button, Group, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { EntryWarning } from './entry-warnings';

interface EntryWarningLineProps {
  readonly warning: EntryWarning | null;
  /** Takes blanks and line breaks away at the ends, because the person says so. */
  readonly onTrim?: () => void;
}

const trimmable: ReadonlySet<EntryWarning> = new Set(['spacesAround', 'lineBreak']);

/** Below a field: what looks wrong about its text, and a way to mend it. */
export function EntryWarningLine({ warning, onTrim }: EntryWarningLineProps) {
  const { t } = useTranslation();
  return (
    <output>
      {warning !== null && (
        <Group gap="xs" mt={6} wrap="nowrap" align="flex-start">
          <TriangleAlert size={16} color="var(--mantine-color-yellow-light-color)" aria-hidden />
          <Text size="sm">
            {t(`admin.settings.warnings.${warning}`)}{' '}
            {onTrim && trimmable.has(warning) && (
              <Button size="compact-xs" variant="default" onClick={onTrim}>
                {t('admin.settings.trim')}
              </Button>
            )}
          </Text>
        </Group>
      )}
    </output>
  );
}
