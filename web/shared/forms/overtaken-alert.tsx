import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { Files } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** Somebody else has saved meanwhile; what was entered here is still there, and it is the person's choice what holds. */
export function OvertakenAlert({ onDiscard }: { readonly onDiscard: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="yellow" title={t('shared.overtaken.title')} icon={<Files aria-hidden />}>
      <Stack gap="xs">
        <Text size="sm">{t('shared.overtaken.text')}</Text>
        <Group>
          <Button size="compact-sm" variant="default" onClick={onDiscard}>
            {t('shared.overtaken.discard')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
