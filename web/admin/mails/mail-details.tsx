import { Stack, Text, Timeline } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import type { components } from '../../../client';
import { Loaded } from '../../shared/states/loaded';
import { StatusBadge } from '../../shared/ui/status-badge';
import { useFormats } from '../../shared/ui/use-formats';
import { useOrganizationId } from '../mail-server';
import { mailHistoryQuery, type Mail } from './mail-queries';
import { mailTones } from './mail-tones';

type Attempt = components['schemas']['MessageAttempt'];

/** What became of each recipient, and every attempt with the server's own answer. */
export function MailDetails({ mail }: { readonly mail: Mail }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const history = useQuery(mailHistoryQuery(useOrganizationId(), mail.id));
  return (
    <>
      <Stack gap={4}>
        {mail.recipients.map(({ recipient, state }) => (
          <div key={recipient}>
            <Text component="span" mr="xs">
              {recipient}
            </Text>
            <StatusBadge tone={mailTones[state]}>{t(`mail.states.${state}`)}</StatusBadge>
          </div>
        ))}
      </Stack>
      <Text size="sm" c="dimmed">
        {t(`mail.routes.${mail.route ?? 'none'}`)} {t(`mail.explained.${mail.state}`)}{' '}
        {mail.nextAttemptAt !== null && t('mail.nextAttempt', { at: dateTime(mail.nextAttemptAt) })}
      </Text>
      <Loaded query={history} heights={[4]}>
        {({ attempts }) => <Attempts attempts={attempts} />}
      </Loaded>
    </>
  );
}

function Attempts({ attempts }: { readonly attempts: readonly Attempt[] }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  if (attempts.length === 0) return <Text size="sm">{t('mail.noAttempts')}</Text>;
  return (
    <Timeline bulletSize={14} lineWidth={2} active={attempts.length}>
      {attempts.map(({ sequence, at, outcomes }) => (
        <Timeline.Item key={sequence} title={dateTime(at)}>
          {outcomes.map(({ recipient, state, answer }) => (
            <Text key={recipient} size="sm">
              {recipient}: {t(`mail.states.${state}`)}
              {answer.text !== '' &&
                ` – ${[answer.replyCode, answer.enhancedStatus, answer.text].filter(Boolean).join(' ')}`}
            </Text>
          ))}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
