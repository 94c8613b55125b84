import { Alert, Button, Card, Stack, Text, Textarea, Title } from '@mantine/core';
import { CircleX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { FailureAlert } from '../../shared/states/failure-alert';
import { useFormats } from '../../shared/ui/use-formats';
import { useAppeal } from '../commands';
import type { Draft, MailServer } from '../mail-server';
import { LazySettingsForm } from '../settings/lazy-settings-form';

/** The server was rejected: why, the one answer that is possible, and other settings. */
export function RejectedPanel({ server, draft }: { readonly server: MailServer; readonly draft: Draft }) {
  const { t } = useTranslation();
  return (
    <Stack gap="lg">
      <Alert color="red" title={t('admin.rejected.title')} icon={<CircleX aria-hidden />}>
        <Text>{draft.decision?.reason}</Text>
      </Alert>
      {draft.appealUntil !== null && <AppealForm revision={draft.revision.number} until={draft.appealUntil} />}
      <LazySettingsForm server={server} />
    </Stack>
  );
}

function AppealForm({ revision, until }: { readonly revision: number; readonly until: string }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const [comment, setComment] = useState('');
  const appeal = useAppeal();
  return (
    <Card withBorder padding="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          appeal.mutate({ revision, comment });
        }}
      >
        <Stack>
          <Title order={2}>{t('admin.rejected.answerTitle')}</Title>
          <Text>{t('admin.rejected.answerText', { until: dateTime(until) })}</Text>
          {appeal.isError && <FailureAlert error={appeal.error} />}
          <Textarea
            label={t('admin.rejected.comment')}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            autosize
            minRows={3}
            maxLength={4000}
            required
          />
          <Button type="submit" loading={appeal.isPending} w="fit-content">
            {t('admin.rejected.send')}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
