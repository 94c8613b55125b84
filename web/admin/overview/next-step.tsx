import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormats } from '../../shared/ui/use-formats';
import type { MailServer } from '../mail-server';
import { nextStepOf, type Turn } from './journey';

interface NextStepProps {
  readonly server: MailServer;
  readonly turn: Turn;
}

/** Who has to act now, what happens then, and until when. */
export function NextStep({ server, turn }: NextStepProps) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { step, until } = nextStepOf(server);
  return (
    <Stack gap={4} pt="md" component="section" aria-labelledby="next-step-title">
      <Title order={3} size="sm" c="dimmed" id="next-step-title">
        {t('admin.journey.nextTitle')}
      </Title>
      <Text size="sm" fw={600}>
        {t(`admin.journey.turn.${turn}`)}
      </Text>
      <Text size="sm">
        {t(`admin.journey.next.${step}`)}
        {until !== null && ` ${t('admin.journey.until', { at: dateTime(until) })}`}
      </Text>
    </Stack>
  );
}
