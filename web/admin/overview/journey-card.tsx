import { Anchor, Card, Stack, Text, Timeline, Title } from '@mantine/core';
import { Check, Circle, CircleDot, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { Moment } from '../../shared/ui/moment';
import type { MailServer } from '../mail-server';
import { NextStep } from './next-step';
import { journeyOf, type StepState } from './journey';

const icons: Readonly<Record<StepState, LucideIcon>> = {
  done: Check,
  current: CircleDot,
  trouble: TriangleAlert,
  upcoming: Circle,
};

/** Where the settings stand on their way, what comes next, and whose turn it is. */
export function JourneyCard({ server }: { readonly server: MailServer }) {
  const { t } = useTranslation();
  const { steps, turn } = journeyOf(server);
  const active = steps.findLastIndex(({ state }) => state !== 'upcoming');
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby="journey-title">
      <Stack>
        <Title order={2} size="h3" id="journey-title">
          {t('admin.journey.title')}
        </Title>
        <Timeline active={active} bulletSize={24} lineWidth={2} color="petrol">
          {steps.map(({ step, state }) => {
            const Icon = icons[state];
            return (
              <Timeline.Item
                key={step}
                bullet={<Icon size={13} aria-hidden />}
                title={t(`admin.journey.steps.${step}`)}
                {...(state === 'trouble' ? { color: 'red.9' } : {})}
              >
                <Text size="sm" c="dimmed">
                  {t(state === 'upcoming' ? `admin.journey.actors.${step}` : `admin.journey.states.${state}`)}
                  {state !== 'done' && state !== 'upcoming' && server.draft && (
                    <>
                      {' · '}
                      <Moment at={server.draft.since} />
                    </>
                  )}
                </Text>
              </Timeline.Item>
            );
          })}
        </Timeline>
        <NextStep server={server} turn={turn} />
        <Anchor component={Link} to="history" size="sm">
          {t('admin.journey.history')}
        </Anchor>
      </Stack>
    </Card>
  );
}
