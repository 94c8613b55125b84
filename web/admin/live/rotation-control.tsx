import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { KeyRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { FailureAlert } from '../../shared/states/failure-alert';
import { Moment } from '../../shared/ui/moment';
import { Dialog } from '../../shared/ui/dialog';
import { useRotatePassword } from '../commands';
import type { LiveServer } from '../mail-server';
import { warningOf } from '../settings/entry-warnings';
import { EntryWarningLine } from '../settings/entry-warning-line';

/** A new password for the same server: it is checked first, and the old one goes on until then. */
export function RotationControl({ live }: { readonly live: LiveServer }) {
  const { t } = useTranslation();
  const [isOpen, dialog] = useDisclosure();
  return (
    <Stack gap={4}>
      <Button
        variant="default"
        leftSection={<KeyRound size={16} aria-hidden />}
        onClick={dialog.open}
        loading={live.rotation !== null}
      >
        {t('admin.live.rotate')}
      </Button>
      <RotationOutcome live={live} />
      <Dialog isOpen={isOpen} onClose={dialog.close} title={t('admin.live.rotateTitle')}>
        <RotationForm revision={live.revision.number} onDone={dialog.close} />
      </Dialog>
    </Stack>
  );
}

function RotationForm({ revision, onDone }: { readonly revision: number; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const rotate = useRotatePassword();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    rotate.mutate({ revision, password }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={send}>
      <Stack>
        <Text>{t('admin.live.rotateText')}</Text>
        <div>
          <PasswordInput
            label={t('admin.live.newPassword')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('admin.settings.reveal'), tabIndex: 0 }}
            required
            data-autofocus
          />
          <EntryWarningLine warning={warningOf(password)} onTrim={() => setPassword(password.trim())} />
        </div>
        {rotate.isError && <FailureAlert error={rotate.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('shared.cancel')}
          </Button>
          <Button type="submit" loading={rotate.isPending}>
            {t('admin.live.rotateSubmit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** How the last attempt ended, so that nobody believes that a refused password is in use. */
function RotationOutcome({ live }: { readonly live: LiveServer }) {
  const { t } = useTranslation();
  const { rotation, lastRotation } = live;
  if (rotation) return <Text size="sm">{t('admin.live.rotationRunning')}</Text>;
  if (!lastRotation) return null;
  const isTaken = lastRotation.check.verdict === 'pass' || lastRotation.check.verdict === 'warn';
  return (
    <Text size="sm" c={isTaken ? 'dimmed' : 'red'}>
      {t(isTaken ? 'admin.live.rotationTaken' : 'admin.live.rotationRefused')} <Moment at={lastRotation.at} />
    </Text>
  );
}
