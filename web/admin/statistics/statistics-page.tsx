import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { EmptyState } from '../../shared/states/empty-state';
import { FailureReasons } from '../../shared/statistics/failure-reasons';
import { Figure } from '../../shared/statistics/figure';
import { CausesFigure, RoutesFigure, StatesFigure } from '../../shared/statistics/mail-figures';
import { isQuiet, latencies } from '../../shared/statistics/series';
import { ranges, type Statistics } from '../../shared/statistics/statistics';
import { StatisticsFrame } from '../../shared/statistics/statistics-frame';
import { useTab } from '../../shared/ui/tabs';
import { useOrganizationId } from '../mail-server';
import { organizationStatisticsQuery } from './organization-statistics';

/** The organization's mail in numbers: how much arrives, which way, how quickly, and why some did not. */
export function StatisticsPage() {
  const { t } = useTranslation();
  const organizationId = useOrganizationId();
  const [range, choose] = useTab(ranges);
  const statistics = useQuery(organizationStatisticsQuery(organizationId, range));
  return (
    <StatisticsFrame subtitle={t('statistics.ownSubtitle')} range={range} onRange={choose} query={statistics}>
      {(found) => (isQuiet(found.total) ? <Quiet /> : <Figures statistics={found} />)}
    </StatisticsFrame>
  );
}

function Quiet() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={ChartColumn} title={t('statistics.quiet')}>
      {t('statistics.quietText')}
    </EmptyState>
  );
}

function Figures({ statistics }: { readonly statistics: Statistics }) {
  const { t } = useTranslation();
  const { interval, periods, total } = statistics;
  return (
    <>
      <StatesFigure statistics={statistics} />
      <RoutesFigure statistics={statistics} nameOf={(route) => t(`statistics.ownRoutes.${route}`)} />
      <Figure
        title={t('statistics.latency')}
        unit={t('statistics.seconds')}
        kind="lines"
        interval={interval}
        series={latencies(periods)}
        nameOf={(name) => t(`statistics.latencies.${name}`)}
      />
      <FailureReasons total={total}>
        <Anchor component={Link} to="../undeliverables">
          {t('statistics.eachFailure')}
        </Anchor>
      </FailureReasons>
      <CausesFigure statistics={statistics} />
    </>
  );
}
