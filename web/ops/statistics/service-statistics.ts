import { queryOptions } from '@tanstack/react-query';

import { bodyOf, type components } from '../../../client';
import { api } from '../../shared/api/api';
import { askedFor, lookEveryMs, type Range } from '../../shared/statistics/statistics';

export type ServiceStatistics = components['schemas']['ServiceStatistics'];
export type ServicePeriod = ServiceStatistics['periods'][number];

export function serviceStatisticsQuery(range: Range) {
  return queryOptions({
    queryKey: ['statistics', range],
    queryFn: async ({ signal }) => bodyOf(api.GET('/v1/statistics', { params: { query: askedFor(range) }, signal })),
    refetchInterval: lookEveryMs,
  });
}
