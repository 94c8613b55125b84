import { Blockquote, Card, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormats } from '../../shared/ui/use-formats';
import type { Review } from '../reviews';

interface AppealCardProps {
  readonly review: Review;
  readonly appeal: NonNullable<Review['appeal']>;
}

/** The customer has answered a rejection: what was said, by whom. */
export function AppealCard({ review: { lastDecision }, appeal }: AppealCardProps) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  return (
    <Card withBorder padding="lg">
      <Stack>
        <Title order={2}>{t('reviewer.appeal.title')}</Title>
        {lastDecision && (
          <div>
            <Text size="sm" c="dimmed">
              {t('reviewer.appeal.rejected', {
                by: lastDecision.by.isYou ? t('shared.you') : (lastDecision.by.name ?? t('shared.none')),
                at: dateTime(lastDecision.at),
              })}
            </Text>
            <Text>{lastDecision.reason}</Text>
          </div>
        )}
        <Blockquote p="md" cite={`${appeal.by.name ?? ''} · ${dateTime(appeal.at)}`}>
          {appeal.comment}
        </Blockquote>
      </Stack>
    </Card>
  );
}
