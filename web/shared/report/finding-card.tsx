import { Alert, Stack, Text } from '@mantine/core';
import { CircleAlert, CircleX, Clock, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { ProviderPageLink } from '../providers/provider-page-link';
import type { ProviderPreset } from '../providers/provider-presets';
import { CopyButton } from '../ui/copy-button';
import type { CheckResult } from './check-report';
import { dnsRecordsOf, type DnsRecord } from './dns-records';
import classes from './report.module.css';

const looks: Readonly<Record<'fail' | 'warn' | 'inconclusive', { readonly color: string; readonly icon: LucideIcon }>> =
  {
    fail: { color: 'red', icon: CircleX },
    warn: { color: 'yellow', icon: CircleAlert },
    inconclusive: { color: 'blue', icon: Clock },
  };

interface FindingCardProps {
  readonly result: CheckResult;
  readonly provider: ProviderPreset | undefined;
}

/** One finding that asks for something: what it means, how to mend it, the records to copy, and what the provider says. */
export function FindingCard({ result, provider }: FindingCardProps) {
  const { t } = useTranslation();
  const { verdict, title, meaning, mend } = result;
  const { color, icon: Icon } = looks[verdict === 'fail' || verdict === 'warn' ? verdict : 'inconclusive'];
  return (
    <Alert color={color} title={title} icon={<Icon aria-hidden />}>
      <Stack gap="xs">
        <Text size="sm">{meaning}</Text>
        {mend !== null && (
          <Text size="sm">
            <strong>{t('report.mend')}</strong> {mend}
          </Text>
        )}
        {dnsRecordsOf(result).map((record) => (
          <RecordToCopy key={record.name} record={record} />
        ))}
        {provider && <ProviderPageLink provider={provider} />}
      </Stack>
    </Alert>
  );
}

function RecordToCopy({ record: { type, name, value } }: { readonly record: DnsRecord }) {
  const { t } = useTranslation();
  return (
    <Stack gap={6}>
      <Text size="sm">{t('report.record', { type })}</Text>
      <code className={classes['record']}>{name}</code>
      <code className={classes['record']}>{value}</code>
      <div>
        <CopyButton value={name} of={t('report.recordName')} />{' '}
        <CopyButton value={value} of={t('report.recordValue')} />
      </div>
    </Stack>
  );
}
