import { Card, List, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { Check, LockKeyhole } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const benefits = ['sender', 'approved', 'watched'] as const;

/** What the feature is and whom to ask, for organizations that do not have it. */
export function LockedExplanation() {
  const { t } = useTranslation();
  return (
    <Card withBorder padding="xl" maw={720}>
      <Stack>
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
          <LockKeyhole size={28} />
        </ThemeIcon>
        <Title order={2}>{t('admin.locked.title')}</Title>
        <Text>{t('admin.locked.text')}</Text>
        <List spacing="xs" center icon={<Check size={18} aria-hidden />}>
          {benefits.map((key) => (
            <List.Item key={key}>{t(`admin.locked.benefits.${key}`)}</List.Item>
          ))}
        </List>
        <Text>{t('admin.locked.ask')}</Text>
      </Stack>
    </Card>
  );
}
