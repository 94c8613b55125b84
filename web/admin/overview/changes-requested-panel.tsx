import { Alert, Group, Stack, Text } from '@mantine/core';
import { MessageSquareText } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Draft, MailServer } from '../mail-server';
import { LazySettingsForm } from '../settings/lazy-settings-form';
import { WithdrawButton } from './withdraw-button';

/** A reviewer wants something changed: their words first, then the form with the fields marked. */
export function ChangesRequestedPanel({ server, draft }: { readonly server: MailServer; readonly draft: Draft }) {
  const { t } = useTranslation();
  const { decision } = draft;
  return (
    <Stack gap="lg">
      {decision && (
        <Alert color="yellow" title={t('admin.changes.title')} icon={<MessageSquareText aria-hidden />}>
          <Text>{decision.reason}</Text>
          {decision.fields.length > 0 && (
            <Text mt="xs" size="sm">
              {t('admin.changes.fields', {
                fields: decision.fields.map((field) => t(`admin.settings.fields.${field}`)).join(', '),
              })}
            </Text>
          )}
        </Alert>
      )}
      <LazySettingsForm server={server} marked={decision?.fields ?? []} />
      <Group>
        <WithdrawButton revision={draft.revision.number} />
      </Group>
    </Stack>
  );
}
