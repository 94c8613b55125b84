import { Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { FailureAlert } from '../../shared/states/failure-alert';
import { ReportView } from '../../shared/report/report-view';
import { useConfirmTestMail, useRecheck } from '../commands';
import { useOrganizationId, type Draft } from '../mail-server';
import { WithdrawButton } from './withdraw-button';

const wrongCodeLimit = 5;

/** The check has passed: the code of the test mail proves that it arrived. */
export function ConfirmationPanel({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation();
  const organizationId = useOrganizationId();
  const { number, settings } = draft.revision;
  return (
    <Stack gap="lg">
      <Card withBorder padding="lg">
        <Stack>
          <Title order={2}>{t('admin.confirmation.title')}</Title>
          <Text>{t('admin.confirmation.text', { sender: settings.senderAddress })}</Text>
          <CodeForm draft={draft} />
          <Text c="dimmed" size="sm">
            {t('admin.confirmation.byItself')} {t('admin.confirmation.missing')}
          </Text>
          <Group>
            <AnotherCheck revision={number} />
            <WithdrawButton revision={number} />
          </Group>
        </Stack>
      </Card>
      {draft.check && (
        <Card withBorder padding="lg">
          <ReportView organizationId={organizationId} reportId={draft.check.reportId} />
        </Card>
      )}
    </Stack>
  );
}

function CodeForm({ draft }: { readonly draft: Draft }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const confirm = useConfirmTestMail();
  const left = wrongCodeLimit - draft.wrongCodes;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate({ revision: draft.revision.number, code });
      }}
    >
      <Stack>
        {confirm.isError && <FailureAlert error={confirm.error} />}
        <Group align="flex-end">
          <TextInput
            label={t('admin.confirmation.code')}
            description={draft.wrongCodes > 0 ? t('admin.confirmation.left', { count: left }) : undefined}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="one-time-code"
            spellCheck={false}
            size="md"
            required
            maxLength={40}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
          <Button type="submit" size="md" loading={confirm.isPending} disabled={left <= 0}>
            {t('admin.confirmation.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function AnotherCheck({ revision }: { readonly revision: number }) {
  const { t } = useTranslation();
  const recheck = useRecheck();
  return (
    <Button variant="default" loading={recheck.isPending} onClick={() => recheck.mutate({ revision })}>
      {t('admin.confirmation.again')}
    </Button>
  );
}
