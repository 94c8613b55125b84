import { Button, Group, Loader, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Pause, Play } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { FailureAlert } from '../../shared/states/failure-alert';
import { Dialog } from '../../shared/ui/dialog';
import { useContinue, usePause } from '../commands';
import type { LiveServer } from '../mail-server';

/** Stops and continues sending through the own server. Only the customer's own pause can be ended here. */
export function PauseControl({ live }: { readonly live: LiveServer }) {
  if (live.status === 'active') return <PauseButton />;
  if (live.resumption !== null) return <Resuming />;
  return live.suspension?.cause === 'customer' ? <ContinueButton /> : null;
}

/** A server that was suspended is checked before it sends again. */
function Resuming() {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Loader size={18} aria-hidden />
      <Text component="output">{t('admin.live.resuming')}</Text>
    </Group>
  );
}

function ContinueButton() {
  const { t } = useTranslation();
  const resume = useContinue();
  return (
    <Stack gap="xs">
      <Button
        leftSection={<Play size={16} aria-hidden />}
        loading={resume.isPending}
        onClick={() => resume.mutate({ note: null })}
      >
        {t('admin.live.continue')}
      </Button>
      {resume.isError && <FailureAlert error={resume.error} />}
    </Stack>
  );
}

function PauseButton() {
  const { t } = useTranslation();
  const [isOpen, dialog] = useDisclosure();
  const [reason, setReason] = useState('');
  const pause = usePause();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    pause.mutate({ reason }, { onSuccess: dialog.close });
  };
  return (
    <>
      <Button variant="default" leftSection={<Pause size={16} aria-hidden />} onClick={dialog.open}>
        {t('admin.live.pause')}
      </Button>
      <Dialog isOpen={isOpen} onClose={dialog.close} title={t('admin.live.pauseTitle')}>
        <form onSubmit={send}>
          <Stack>
            <Text>{t('admin.live.pauseText')}</Text>
            <Textarea
              label={t('admin.live.reason')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              maxLength={2000}
              autosize
              minRows={2}
              required
              data-autofocus
            />
            {pause.isError && <FailureAlert error={pause.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={dialog.close}>
                {t('shared.cancel')}
              </Button>
              <Button type="submit" loading={pause.isPending}>
                {t('admin.live.pause')}
              </Button>
            </Group>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
