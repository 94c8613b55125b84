import { Button, Text } from '@mantine/core';
import { CloudOff, Lock, RefreshCw, SearchX, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { ErrorCode } from '../../../client';
import { codeOf } from '../api/failure';
import { useFailureText } from '../api/use-failure-text';
import { EmptyState } from './empty-state';

interface FailureStateProps {
  readonly error: unknown;
  readonly whole?: boolean;
  readonly onRetry?: () => void;
}

/** In place of what could not be shown: forbidden, not found, away, or broken. */
export function FailureState({ error, whole = false, onRetry }: FailureStateProps) {
  const { t } = useTranslation();
  const { title, advice, reference } = useFailureText()(error);
  const code = codeOf(error);
  const canRetry = onRetry !== undefined && !isFinal(code);
  return (
    <div role="alert">
      <EmptyState
        whole={whole}
        icon={iconOf(code)}
        title={title}
        action={
          canRetry && (
            <Button leftSection={<RefreshCw size={16} aria-hidden />} onClick={onRetry}>
              {t('shared.retry')}
            </Button>
          )
        }
      >
        {advice}
        {reference !== null && (
          <Text size="sm" mt="xs" ff="monospace">
            {t('shared.reference', { reference })}
          </Text>
        )}
      </EmptyState>
    </div>
  );
}

function isFinal(code: ErrorCode | undefined): boolean {
  return isClosed(code) || code === 'ORGANIZATION_UNKNOWN' || code === 'NOT_FOUND';
}

/** What others have to open; asking again changes nothing. */
function isClosed(code: ErrorCode | undefined): boolean {
  return code === 'FORBIDDEN' || code === 'FEATURE_LOCKED';
}

function iconOf(code: ErrorCode | undefined): LucideIcon {
  if (code === undefined) return CloudOff;
  if (isClosed(code)) return Lock;
  return isFinal(code) ? SearchX : TriangleAlert;
}
