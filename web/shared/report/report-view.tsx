import { Group, List, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Loaded } from '../states/loaded';
import { StatusBadge } from '../ui/status-badge';
import { useFormats } from '../ui/use-formats';
import { useLanguage } from '../ui/use-language';
import { checkReportQuery, type CheckReport, type CheckResult } from './check-report';
import { FindingCard } from './finding-card';
import { useProviderOf } from './use-provider-of';
import classes from './report.module.css';
import { Transcript } from './transcript';
import { toneOf, wantsAction } from './verdict';

interface ReportViewProps {
  readonly organizationId: string;
  readonly reportId: string;
}

/** What a check found, in plain words: first what is to be done, then what is well; for our own people with the dialogue. */
export function ReportView({ organizationId, reportId }: ReportViewProps) {
  const report = useQuery(checkReportQuery(organizationId, reportId, useLanguage()));
  return (
    <Loaded query={report} heights={[3, 10]}>
      {(found) => <Report report={found} />}
    </Loaded>
  );
}

function Report({ report }: { readonly report: CheckReport }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const provider = useProviderOf(report);
  const toDo = report.results.filter(({ verdict }) => wantsAction(verdict));
  const fine = report.results.filter(({ verdict }) => verdict === 'pass');
  const skipped = report.results.filter(({ verdict }) => verdict === 'skipped');
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={3}>{t('report.title')}</Title>
        <StatusBadge tone={toneOf[report.verdict]}>{t(`report.verdicts.${report.verdict}`)}</StatusBadge>
      </Group>
      <Text size="sm" c="dimmed">
        {t('report.at', { at: dateTime(report.finishedAt) })}
      </Text>
      {toDo.map((result) => (
        <FindingCard key={result.id} result={result} provider={provider} />
      ))}
      <Passed results={fine} />
      {skipped.length > 0 && (
        <Group gap={6} wrap="nowrap" c="dimmed">
          <Minus size={14} aria-hidden />
          <Text size="sm">{t('report.skipped', { count: skipped.length })}</Text>
        </Group>
      )}
      {report.transcript && <Transcript lines={report.transcript} />}
    </Stack>
  );
}

function Passed({ results }: { readonly results: readonly CheckResult[] }) {
  const { t } = useTranslation();
  if (results.length === 0) return null;
  return (
    <details className={classes['details']}>
      <summary>{t('report.passed', { count: results.length })}</summary>
      <List
        spacing="xs"
        pt="sm"
        icon={
          <ThemeIcon size={20} radius="xl" color="green.9" aria-hidden>
            <Check size={12} />
          </ThemeIcon>
        }
      >
        {results.map(({ id, title, meaning }) => (
          <List.Item key={id}>
            <Text fw={600}>{title}</Text>
            <Text size="sm" c="dimmed">
              {meaning}
            </Text>
          </List.Item>
        ))}
      </List>
    </details>
  );
}
