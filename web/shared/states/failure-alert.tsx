import { Alert, Text } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useCallback, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFailureText } from '../api/use-failure-text';

/** Beside a form or a button: what came of it. Takes the focus, so that nobody misses it. */
export function FailureAlert({ error, children }: { readonly error: unknown; readonly children?: ReactNode }) {
  const { t } = useTranslation();
  const { title, advice, reference } = useFailureText()(error);
  const takeFocus = useCallback(
    (box: HTMLDivElement | null) => {
      if (error !== undefined) box?.focus();
    },
    [error],
  );
  return (
    <Alert ref={takeFocus} role="alert" tabIndex={-1} color="red" title={title} icon={<TriangleAlert aria-hidden />}>
      <Text size="sm">{advice}</Text>
      {reference !== null && (
        <Text size="sm" mt="xs" ff="monospace">
          {t('shared.reference', { reference })}
        </Text>
      )}
      {children}
    </Alert>
  );
}
