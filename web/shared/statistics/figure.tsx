import { Card, Skeleton, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useId } from 'react';
import { useTranslation } from 'react-i18next';

import type { Series } from './series';
import { SeriesTable } from './series-table';
import type { Interval } from './statistics';
import classes from './statistics.module.css';
import { usePeriodName } from './use-period-name';

/** What draws is large, and comes with the first plot. */
const Plot = lazy(async () => ({ default: (await import('./plot')).Plot }));

export interface FigureProps<Name extends string> {
  readonly title: string;
  /** What the numbers count. */
  readonly unit: string;
  readonly kind: 'bars' | 'lines';
  readonly interval: Interval;
  readonly series: Series<Name>;
  readonly nameOf: (name: Name) => string;
}

/** Numbers over time as a plot, and the same as a table for whoever cannot see it or wants to copy them. */
export function Figure<Name extends string>({ title, unit, kind, interval, series, nameOf }: FigureProps<Name>) {
  const { t } = useTranslation();
  const id = useId();
  const periodName = usePeriodName(interval);
  const lines = series.names.map((name) => ({ key: name, label: nameOf(name) }));
  const points = series.rows.map(({ at, values }) => ({ at: periodName(at), values }));
  return (
    <Card withBorder padding="lg" component="section" aria-labelledby={id}>
      <Stack>
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        {lines.length === 0 ? (
          <Text c="dimmed">{t('statistics.nothing')}</Text>
        ) : (
          <>
            <figure className={classes['plot']} aria-label={t('statistics.plotOf', { title, unit })}>
              <div aria-hidden className={classes['drawing']}>
                <Suspense fallback={<Skeleton height="100%" />}>
                  <Plot kind={kind} unit={unit} lines={lines} points={points} />
                </Suspense>
              </div>
            </figure>
            <SeriesTable title={title} lines={lines} points={points} />
          </>
        )}
      </Stack>
    </Card>
  );
}
