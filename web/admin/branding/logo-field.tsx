import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ImageUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { logoFaults, type LogoFaultCode } from '../../../domain/logo';
import { api } from '../../shared/api/api';
import { FailureAlert } from '../../shared/states/failure-alert';
import { BrandingPicture } from './branding-picture';
import type { Logo } from './use-logo';

const types = ['image/png', 'image/jpeg'] as const;

/** What a picture has against being a logo; told before anything is sent. */
class UnusableLogo extends Error {
  readonly code: LogoFaultCode;

  constructor(code: LogoFaultCode) {
    super(code);
    this.code = code;
  }
}

export function LogoField({ organizationId, logo }: { readonly organizationId: string; readonly logo: Logo }) {
  const { t } = useTranslation();
  const upload = useMutation({
    mutationFn: async (file: File) => sendLogo(organizationId, file, logo.tag),
    onSettled: logo.refresh,
  });
  const { error } = upload;
  return (
    <Stack gap="xs">
      <Group>
        <BrandingPicture address={logo.address} />
        <FileButton onChange={(file) => file && upload.mutate(file)} accept={types.join(',')}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              loading={upload.isPending}
              leftSection={<ImageUp size={16} aria-hidden />}
            >
              {t(logo.address === null ? 'admin.branding.upload' : 'admin.branding.replace')}
            </Button>
          )}
        </FileButton>
      </Group>
      <Text size="sm" c="dimmed">
        {t('admin.branding.rules')}
      </Text>
      {error instanceof UnusableLogo && (
        <Text c="red" role="alert">
          {t(`admin.branding.faults.${error.code}`)}
        </Text>
      )}
      {error && !(error instanceof UnusableLogo) && <FailureAlert error={error} />}
      <Text component="output" size="sm">
        {upload.isSuccess ? t('admin.branding.uploaded') : ''}
      </Text>
    </Stack>
  );
}

async function sendLogo(organizationId: string, file: File, tag: string | null): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const [fault] = logoFaults(file.type, bytes);
  if (fault) throw new UnusableLogo(isLogoFault(fault.code) ? fault.code : 'NOT_PNG_OR_JPEG');
  await api.PUT('/v1/organizations/{organizationId}/branding/logo', {
    params: { path: { organizationId }, header: tag === null ? {} : { 'If-Match': tag } },
    body: file,
    bodySerializer: () => file,
    headers: { 'Content-Type': file.type },
  });
}

const faultCodes: readonly LogoFaultCode[] = [
  'EMPTY',
  'TOO_LARGE',
  'NOT_PNG_OR_JPEG',
  'BROKEN',
  'TOO_WIDE_OR_HIGH',
  'TOO_SMALL',
];

function isLogoFault(code: string): code is LogoFaultCode {
  return faultCodes.some((each) => each === code);
}
