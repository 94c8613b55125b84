import { Group, List, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Loaded } from '../../shared/states/loaded';
import { StatusBadge } from '../../shared/ui/status-badge';
import { useFormats } from '../../shared/ui/use-formats';
import { useLanguage } from '../../shared/ui/use-language';
import { useOrganizationId } from '../mail-server';
import { checkReportQuery, type CheckReport, type CheckResult } from './check-report';
import { FindingCard } from './finding-card';
import classes from './report.module.css';
import { toneOf, wantsAction } from './verdict';

/** What a check found, in plain words: first what is to be done, then what is well. */
export function ReportView({ reportId }: { readonly reportId: string }) {
  const report = useQuery(checkReportQuery(useOrganizationId(), reportId, useLanguage()));
  return (
    <Loaded query={report} heights={[3, 10]}>
      {(found) => <Report report={found} />}
    </Loaded>
  );
}

function Report({ report }: { readonly report: CheckReport }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  const toDo = report.results.filter(({ verdict }) => wantsAction(verdict));
  const fine = report.results.filter(({ verdict }) => verdict === 'pass');
  const skipped = report.results.filter(({ verdict }) => verdict === 'skipped');
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={3}>{t('admin.report.title')}</Title>
        <StatusBadge tone={toneOf[report.verdict]}>{t(`admin.report.verdicts.${report.verdict}`)}</StatusBadge>
      </Group>
      <Text size="sm" c="dimmed">
        {t('admin.report.at', { at: dateTime(report.finishedAt) })}
      </Text>
      {toDo.map((result) => (
        <FindingCard key={result.id} result={result} />
      ))}
      <Passed results={fine} />
      {skipped.length > 0 && (
        <Text size="sm" c="dimmed">
          <Minus size={14} aria-hidden /> {t('admin.report.skipped', { count: skipped.length })}
        </Text>
      )}
    </Stack>
  );
}

function Passed({ results }: { readonly results: readonly CheckResult[] }) {
  const { t } = useTranslation();
  if (results.length === 0) return null;
  return (
    <details className={classes['details']}>
      <summary>{t('admin.report.passed', { count: results.length })}</summary>
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
