import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import type { AuditEntry } from './audit-entry';
import classes from './audit.module.css';

/** What an entry changed, and what it is found by in logs and workflows; shown on demand. */
export function AuditDetails({ entry }: { readonly entry: AuditEntry }) {
  const { t } = useTranslation();
  const { changes, requestId, causedBy, hash, sequence } = entry;
  return (
    <details>
      <Text component="summary" size="xs" className={classes['summary'] ?? ''}>
        {t('audit.details')}
      </Text>
      <Stack gap={2} mt={4}>
        {changes.map(({ field, before, after }) => (
          <Text key={field} size="xs" ff="monospace">
            {field}: {written(before)} → {written(after)}
          </Text>
        ))}
        {requestId !== null && <Line name={t('audit.requestId')} value={requestId} />}
        <Line name={t('audit.causedBy')} value={causedBy} />
        <Line name={t('audit.sequence')} value={`${sequence} · ${hash.slice(0, 12)}`} />
      </Stack>
    </details>
  );
}

function Line({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <Text size="xs">
      {name}:{' '}
      <Text span ff="monospace" size="xs">
        {value}
      </Text>
    </Text>
  );
}

function written(value: AuditEntry['changes'][number]['before']): string {
  return value === null ? '–' : String(value);
}
