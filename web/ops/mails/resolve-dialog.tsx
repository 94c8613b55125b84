import { Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { heldResolutions } from '../../../domain/mail-message';
import { CommandDialog } from '../../shared/ui/command-dialog';
import { useResolveHeld, type Mail, type Resolution } from './mails';

interface ResolveDialogProps {
  readonly mail: Mail;
  readonly onClose: () => void;
}

/** Ends the uncertainty about a held mail; sending it again can bring a second copy, which is said here. */
export function ResolveDialog({ mail, onClose }: ResolveDialogProps) {
  const { t } = useTranslation();
  const [resolution, setResolution] = useState<Resolution>();
  const [reason, setReason] = useState('');
  const resolve = useResolveHeld(mail.id);
  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      isDangerous={resolution === 'resend'}
      title={t('ops.resolve.title')}
      confirm={t('ops.resolve.confirm')}
      progress={resolve}
      onConfirm={() => resolution && resolve.mutate({ resolution, reason }, { onSuccess: onClose })}
    >
      <Text>{t('ops.resolve.text')}</Text>
      <Text size="sm" ff="monospace">
        {mail.messageId}
      </Text>
      <Radio.Group label={t('ops.resolve.question')} value={resolution ?? null} onChange={setResolution} required>
        <Stack gap="xs" mt="xs">
          {heldResolutions.map((value, index) => (
            <Radio
              key={value}
              value={value}
              required
              data-autofocus={index === 0 || undefined}
              label={t(`ops.resolve.${value}.label`)}
              description={t(`ops.resolve.${value}.text`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea
        label={t('ops.resolve.reason')}
        description={t('ops.resolve.reasonText')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={1000}
        autosize
        minRows={2}
        required
      />
    </CommandDialog>
  );
}
