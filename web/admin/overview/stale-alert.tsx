import { Alert, Text } from '@mantine/core';
import { Files } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { forgetStale, useStale } from './stale-entries';

/** Somebody, perhaps the same person in another tab, was faster: nothing was overwritten, and nothing entered is lost. */
export function StaleAlert() {
  const { t } = useTranslation();
  if (!useStale()) return null;
  return (
    <Alert
      role="alert"
      color="yellow"
      title={t('admin.stale.title')}
      icon={<Files aria-hidden />}
      withCloseButton
      closeButtonLabel={t('shared.close')}
      onClose={forgetStale}
    >
      <Text size="sm">{t('admin.stale.text')}</Text>
    </Alert>
  );
}
