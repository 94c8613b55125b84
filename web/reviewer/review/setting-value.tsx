import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { authenticationMethods } from '../../../domain/authentication';
import { connectionSecurities } from '../../../domain/mail-server-settings';
import { trustKinds } from '../../../domain/server-trust';
import type { SettingsField } from '../reviews';

interface SettingValueProps {
  readonly field: SettingsField;
  readonly value: string;
}

/** A setting in words: its kind by name, and what belongs to it below. */
export function SettingValue({ field, value }: SettingValueProps) {
  const { t } = useTranslation();
  if (field === 'security') {
    const security = connectionSecurities.find((name) => name === value);
    return security ? t(`lifecycle.security.${security}`) : value;
  }
  if (field !== 'authentication' && field !== 'trust') return value;
  const parts = partsOf(value);
  const method = authenticationMethods.find((name) => name === parts['method']);
  const kind = trustKinds.find((name) => name === parts['kind']);
  const { method: _method, kind: _kind, ...details } = parts;
  return (
    <>
      {method && t(`lifecycle.authentication.${method}`)}
      {kind && t(`lifecycle.trust.${kind}`)}
      {Object.entries(details).map(([name, detail]) => (
        <Text key={name} size="sm" c="dimmed" ff="monospace" lineClamp={4}>
          {detail}
        </Text>
      ))}
    </>
  );
}

/** The members of a setting that has some; the API writes them as JSON. */
function partsOf(value: string): Record<string, string> {
  const parsed: unknown = JSON.parse(value);
  const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
  return Object.fromEntries(entries.map(([name, part]) => [name, String(part)]));
}
