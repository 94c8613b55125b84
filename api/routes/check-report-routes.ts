import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import { projectionOf, refuseWhileLocked } from '../lifecycle-projection';
import { jsonRoute, type Route } from '../route';
import { checkReport, reportParams, reportQuery } from '../schemas/check-report';
import { checkReportView } from '../views/check-report-view';
import { seesInternals } from '../views/mail-server-view';

const getCheckReport = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/mail-server/reports/:reportId',
  operationId: 'getCheckReport',
  tag: 'Mail server',
  summary: 'What a check run found, stage by stage',
  description: 'Customers read what each finding means and how to mend it; reviewers and ops also the dialogue.',
  audience: { kind: 'roles', roles: ['org-admin', 'reviewer', 'ops'], organization: 'path', scope: 'mail-server:read' },
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

export const checkReportRoutes: readonly Route[] = [getCheckReport];
