import { Card, SimpleGrid, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { useFormats } from '../ui/use-formats';
import { outline } from './series';
import type { Statistics } from './statistics';

/** The whole time in a few numbers. */
export function Outline({ total }: { readonly total: Statistics['total'] }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const { all, sent, failed, held } = outline(total);
  const { p50Ms } = total.latency;
  const facts = [
    [t('statistics.all'), number(all)],
    [t('mail.states.sent'), number(sent)],
    [t('statistics.failed'), number(failed)],
    [t('mail.states.held'), number(held)],
    [
      t('statistics.usualLatency'),
      p50Ms === null ? t('shared.none') : t('statistics.inSeconds', { value: number(Math.round(p50Ms / 10) / 100) }),
    ],
  ] as const;
  return (
    <SimpleGrid cols={{ base: 2, sm: 5 }} component="dl" m={0}>
      {facts.map(([name, value]) => (
        <Card key={name} withBorder padding="md">
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} fz="xl" fw={650}>
            {value}
          </Text>
        </Card>
      ))}
    </SimpleGrid>
  );
}
