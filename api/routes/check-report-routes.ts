import { z } from 'zod';

import type { ListedReport } from '../../activities/ports/check-report-list';
import { CatalogueError } from '../../domain/errors';
import { projectionOf, refuseWhileLocked } from '../lifecycle-projection';
import { openPage, type PlaceOf } from '../list-page';
import { jsonRoute, type Route } from '../route';
import { checkReport, checkReportListQuery, checkReportPage, reportParams, reportQuery } from '../schemas/check-report';
import { organizationParams } from '../schemas/common';
import { checkReportSummaryView, checkReportView } from '../views/check-report-view';
import { seesInternals } from '../views/mail-server-view';

const readers = {
  kind: 'roles',
  roles: ['org-admin', 'reviewer', 'ops'],
  organization: 'path',
  scope: 'mail-server:read',
} as const;

const places: PlaceOf<ListedReport, 'checkReports'> = {
  id: ({ id }) => id,
  value: ({ startedAt }) => startedAt,
};

const getCheckReport = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/mail-server/reports/:reportId',
  operationId: 'getCheckReport',
  tag: 'Mail server',
  summary: 'What a check run found, stage by stage',
  description: 'Customers read what each finding means and how to mend it; reviewers and ops also the dialogue.',
  audience: readers,
  request: z.object({ params: reportParams, query: reportQuery }),
  response: { status: 200, description: 'The report', schema: checkReport },
  problems: ['FEATURE_LOCKED', 'NOT_FOUND', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId, reportId }, query }, { roles }, dependencies) {
    const state = await projectionOf(organizationId, dependencies);
    refuseWhileLocked(state, roles);
    const report = await dependencies.reports.find(organizationId, reportId);
    if (!report) throw new CatalogueError('NOT_FOUND');
    const locale = query.locale ?? state.profile?.locale ?? 'en';
    return { body: checkReportView(report, locale, seesInternals(roles)) };
  },
});

const listCheckReports = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/mail-server/reports',
  operationId: 'listCheckReports',
  tag: 'Mail server',
  summary: 'The check runs of an organization’s mail server, the newest first',
  description:
    'Of the daily checks of a live server that found nothing wrong only the newest are kept; all that failed are.',
  audience: readers,
  request: z.object({ params: organizationParams, query: checkReportListQuery }),
  response: { status: 200, description: 'A page of reports', schema: checkReportPage },
  problems: ['FEATURE_LOCKED', 'STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query }, { roles }, dependencies) {
    const { purpose, revision, since, until } = query;
    const page = openPage('checkReports', query);
    refuseWhileLocked(await projectionOf(organizationId, dependencies), roles);
    const filter = { organizationId, purpose, revision, since, until };
    const { items, nextCursor } = page.of(await dependencies.reports.list(filter, page.wanted), places);
    return { body: { items: items.map((item) => checkReportSummaryView(item, seesInternals(roles))), nextCursor } };
  },
});

export const checkReportRoutes: readonly Route[] = [getCheckReport, listCheckReports];
