import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { EmptyState } from '../../shared/states/empty-state';
import { Loaded } from '../../shared/states/loaded';
import { Page } from '../../shared/ui/page';
import { Tabs, useTab } from '../../shared/ui/tabs';
import { useFormats } from '../../shared/ui/use-formats';
import { FailureReasons } from './failure-reasons';
import { Figure } from './figure';
import { Outline } from './outline';
import { latencies, mailsByRoute, mailsByState, organizationsByState } from './series';
import { ranges, statisticsQuery, type Statistics } from './statistics';

/** Everybody's mail in numbers, over time. */
export function StatisticsPage() {
  const { t } = useTranslation();
  const [range, choose] = useTab(ranges);
  const statistics = useQuery(statisticsQuery(range));
  return (
    <Page title={t('ops.statistics.title')} subtitle={t('ops.statistics.subtitle')}>
      <Tabs
        label={t('ops.statistics.range')}
        tabs={ranges.map((value) => ({ value, label: t(`ops.statistics.ranges.${value}`) }))}
        value={range}
        onChange={choose}
      />
      <Loaded query={statistics} heights={[6, 22, 22]}>
        {(found) => <Numbers statistics={found} />}
      </Loaded>
    </Page>
  );
}

function Numbers({ statistics: { countedUntil, periods, total, interval } }: { readonly statistics: Statistics }) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  if (countedUntil === null) {
    return (
      <EmptyState icon={ChartColumn} title={t('ops.statistics.never')}>
        {t('ops.statistics.neverText')}
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg">
      <Outline total={total} />
      <Figure
        title={t('ops.statistics.states')}
        unit={t('ops.statistics.mails')}
        kind="bars"
        interval={interval}
        series={mailsByState(periods)}
        nameOf={(name) => t(`mail.states.${name}`)}
      />
      <Figure
        title={t('ops.statistics.routesTitle')}
        unit={t('ops.statistics.mails')}
        kind="bars"
        interval={interval}
        series={mailsByRoute(periods)}
        nameOf={(name) => t(`ops.statistics.routes.${name}`)}
      />
      <Figure
        title={t('ops.statistics.latency')}
        unit={t('ops.statistics.seconds')}
        kind="lines"
        interval={interval}
        series={latencies(periods)}
        nameOf={(name) => t(`ops.statistics.latencies.${name}`)}
      />
      <FailureReasons total={total} />
      <Figure
        title={t('ops.statistics.organizations')}
        unit={t('lifecycle.organizations')}
        kind="bars"
        interval={interval}
        series={organizationsByState(periods)}
        nameOf={(name) => t(`ops.statistics.organizationStates.${name}`)}
      />
      <Text size="sm" c="dimmed">
        {t('ops.statistics.countedUntil', { at: dateTime(countedUntil) })}
      </Text>
    </Stack>
  );
}
