import { queryOptions } from '@tanstack/react-query';

import { bodyOf, type components } from '../../../client';
import { api } from '../api/api';
import type { Language } from '../../texts/languages';

export type CheckReport = components['schemas']['CheckReport'];
export type CheckResult = components['schemas']['CheckResult'];

/** A finished report never changes, so it is read once for each language. */
export function checkReportQuery(organizationId: string, reportId: string, locale: Language) {
  return queryOptions({
    queryKey: ['report', organizationId, reportId, locale],
    queryFn: async ({ signal }) =>
      bodyOf(
        api.GET('/v1/organizations/{organizationId}/mail-server/reports/{reportId}', {
          params: { path: { organizationId, reportId }, query: { locale } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
