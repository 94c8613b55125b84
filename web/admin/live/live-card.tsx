import { Alert, Card, Group, Stack, Text, Title } from '@mantine/core';
import { OctagonPause } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { StatusBadge } from '../../shared/ui/status-badge';
import { useFormats } from '../../shared/ui/use-formats';
import type { LiveServer, MailServer } from '../mail-server';
import { LiveFacts } from './live-facts';
import { PauseControl } from './pause-control';
import { RotationControl } from './rotation-control';

interface LiveCardProps {
  readonly live: LiveServer;
  readonly preferences: MailServer['preferences'];
}

/** The server that mail leaves through right now, how it is doing, and what can be done with it. */
export function LiveCard({ live, preferences }: LiveCardProps) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const { suspension } = live;
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby="live-title">
      <Stack>
        <Group justify="space-between">
          <Title order={2} id="live-title">
            {t('admin.live.title')}
          </Title>
          <StatusBadge tone={live.status === 'active' ? 'good' : 'bad'}>
            {t(`admin.live.states.${live.status}`)}
          </StatusBadge>
        </Group>
        {suspension && (
          <Alert color="red" icon={<OctagonPause aria-hidden />} title={t(`admin.live.suspended.${suspension.cause}`)}>
            <Text size="sm">{suspension.reason}</Text>
            <Text size="sm" mt={4}>
              {t('admin.live.suspendedSince', { at: dateTime(suspension.at) })}{' '}
              {(preferences.whileSuspended?.action ?? 'wait') === 'wait' && t('admin.live.waiting')}
            </Text>
          </Alert>
        )}
        <LiveFacts live={live} />
        <Group align="flex-start">
          <PauseControl live={live} />
          <RotationControl live={live} />
        </Group>
      </Stack>
    </Card>
  );
}
