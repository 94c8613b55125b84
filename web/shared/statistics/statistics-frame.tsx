import { Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { EmptyState } from '../states/empty-state';
import { Loaded } from '../states/loaded';
import { Page } from '../ui/page';
import { Tabs } from '../ui/tabs';
import { useFormats } from '../ui/use-formats';
import { Outline } from './outline';
import { ranges, type Range, type Statistics } from './statistics';

interface StatisticsFrameProps<Found extends Statistics> {
  readonly subtitle: string;
  readonly range: Range;
  readonly onRange: (range: Range) => void;
  readonly query: UseQueryResult<Found>;
  /** The figures, one below the other. */
  readonly children: (found: Found) => ReactNode;
}

/** A view of numbers over time: how far back, the whole in a few numbers, figures, and how old all of it is. */
export function StatisticsFrame<Found extends Statistics>(props: StatisticsFrameProps<Found>) {
  const { subtitle, range, onRange, query, children } = props;
  const { t } = useTranslation();
  return (
    <Page title={t('statistics.title')} subtitle={subtitle}>
      <Tabs
        label={t('statistics.range')}
        tabs={ranges.map((value) => ({ value, label: t(`statistics.ranges.${value}`) }))}
        value={range}
        onChange={onRange}
      />
      <Loaded query={query} heights={[6, 22, 22]}>
        {(found) => <Numbers statistics={found}>{children(found)}</Numbers>}
      </Loaded>
    </Page>
  );
}

interface NumbersProps {
  readonly statistics: Statistics;
  readonly children: ReactNode;
}

function Numbers({ statistics: { countedUntil, total }, children }: NumbersProps) {
  const { t } = useTranslation();
  const { dateTime } = useFormats();
  if (countedUntil === null) {
    return (
      <EmptyState icon={ChartColumn} title={t('statistics.never')}>
        {t('statistics.neverText')}
      </EmptyState>
    );
  }
  return (
    <Stack gap="lg">
      <Outline total={total} />
      {children}
      <Text size="sm" c="dimmed">
        {t('statistics.countedUntil', { at: dateTime(countedUntil) })}
      </Text>
    </Stack>
  );
}
