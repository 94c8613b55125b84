import { queryOptions } from '@tanstack/react-query';

import { bodyOf } from '../../../client';
import { api } from '../../shared/api/api';
import { askedFor, lookEveryMs, type Range } from '../../shared/statistics/statistics';

export function organizationStatisticsQuery(organizationId: string, range: Range) {
  return queryOptions({
    queryKey: ['organization', organizationId, 'statistics', range],
    async queryFn({ signal }) {
      const params = { path: { organizationId }, query: askedFor(range) };
      return bodyOf(api.GET('/v1/organizations/{organizationId}/statistics', { params, signal }));
    },
    refetchInterval: lookEveryMs,
  });
}
