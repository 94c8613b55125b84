import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { FailureReasons } from '../../shared/statistics/failure-reasons';
import { Figure } from '../../shared/statistics/figure';
import { CausesFigure, RoutesFigure, StatesFigure } from '../../shared/statistics/mail-figures';
import { failuresByRoute, latenciesByRoute } from '../../shared/statistics/series';
import { ranges } from '../../shared/statistics/statistics';
import { StatisticsFrame } from '../../shared/statistics/statistics-frame';
import { useTab } from '../../shared/ui/tabs';
import { organizationsByState } from './organization-series';
import { serviceStatisticsQuery, type ServiceStatistics } from './service-statistics';

/** Everybody's mail in numbers, over time. */
export function StatisticsPage() {
  const { t } = useTranslation();
  const [range, choose] = useTab(ranges);
  const statistics = useQuery(serviceStatisticsQuery(range));
  return (
    <StatisticsFrame subtitle={t('statistics.allSubtitle')} range={range} onRange={choose} query={statistics}>
      {(found) => (
        <>
          <StatesFigure statistics={found} />
          <RoutesFigure statistics={found} nameOf={(route) => t(`statistics.routes.${route}`)} />
          <RouteFigures statistics={found} />
          <CausesFigure statistics={found} />
          <FailureReasons total={found.total} withCodes />
          <OrganizationsFigure statistics={found} />
        </>
      )}
    </StatisticsFrame>
  );
}

interface FigureProps {
  readonly statistics: ServiceStatistics;
}

/** The customers' servers beside ours: how long they take, and what they refuse. */
function RouteFigures({ statistics: { interval, periods } }: FigureProps) {
  const { t } = useTranslation();
  return (
    <>
      <Figure
        title={t('statistics.routeLatency')}
        unit={t('statistics.seconds')}
        kind="lines"
        interval={interval}
        series={latenciesByRoute(periods)}
        nameOf={(name) => t(`statistics.routeLatencies.${name}`)}
      />
      <Figure
        title={t('statistics.failureRoutes')}
        unit={t('statistics.recipients')}
        kind="bars"
        interval={interval}
        series={failuresByRoute(periods)}
        nameOf={(name) => t(`statistics.failureRoute.${name}`)}
      />
    </>
  );
}

function OrganizationsFigure({ statistics: { interval, periods } }: FigureProps) {
  const { t } = useTranslation();
  return (
    <Figure
      title={t('statistics.organizations')}
      unit={t('lifecycle.organizations')}
      kind="bars"
      interval={interval}
      series={organizationsByState(periods)}
      nameOf={(name) => t(`statistics.organizationStates.${name}`)}
    />
  );
}
