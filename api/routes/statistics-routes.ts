import { z } from 'zod';

import { projectionOf } from '../lifecycle-projection';
import { jsonRoute, type Route } from '../route';
import { organizationParams } from '../schemas/common';
import { organizationStatistics, serviceStatistics, statisticsQuery } from '../schemas/statistics';
import { statisticsRange } from '../statistics-range';
import { organizationStatisticsView, serviceStatisticsView } from '../views/statistics-view';

const description =
  'Mails are counted in the hour of their acceptance, by what has become of them since, so that a rate of failure is true ' +
  'for each period; a minute or so after something has happened. Every period of the range is told, also an empty one.';

const getOrganizationStatistics = jsonRoute({
  method: 'get',
  path: '/v1/organizations/:organizationId/statistics',
  operationId: 'getOrganizationStatistics',
  tag: 'Messages',
  summary: 'An organization’s mail in numbers: states, routes, latency, reasons of failures',
  description,
  audience: { kind: 'roles', roles: ['org-admin', 'ops'], organization: 'path', scope: 'messages:read' },
  request: z.object({ params: organizationParams, query: statisticsQuery }),
  response: {
    status: 200,
    description: 'The counts of each period, and of all together',
    schema: organizationStatistics,
  },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ params: { organizationId }, query }, _context, dependencies) {
    const { range, beginnings } = statisticsRange(query, dependencies.clock());
    await projectionOf(organizationId, dependencies);
    const found = await dependencies.statistics.read(organizationId, range);
    return { body: organizationStatisticsView(organizationId, found, range, beginnings) };
  },
});

const getStatistics = jsonRoute({
  method: 'get',
  path: '/v1/statistics',
  operationId: 'getStatistics',
  tag: 'Messages',
  summary: 'Everybody’s mail in numbers, and how many organizations were in which state',
  description,
  audience: { kind: 'roles', roles: ['ops'], organization: 'all', scope: 'messages:read' },
  request: z.object({ query: statisticsQuery }),
  response: { status: 200, description: 'The counts of each period, and of all together', schema: serviceStatistics },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query }, _context, dependencies) {
    const { range, beginnings } = statisticsRange(query, dependencies.clock());
    return { body: serviceStatisticsView(await dependencies.statistics.read(null, range), range, beginnings) };
  },
});

export const statisticsRoutes: readonly Route[] = [getOrganizationStatistics, getStatistics];
