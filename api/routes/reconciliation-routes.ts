import { z } from 'zod';

import type { DriftReport } from '../../activities/ports/reconciliation';
import { lifecycleWorkflowId } from '../../workflows/contract';
import { acceptedJob, jobHeaders } from '../accepted-job';
import { fingerprint } from '../fingerprint';
import { openPage, type PlaceOf } from '../list-page';
import { organizationNames } from '../organization-names';
import { jsonRoute, type Route } from '../route';
import { idempotencyHeaders } from '../schemas/common';
import { job } from '../schemas/job';
import { driftPage, driftQuery, reconcileBody, reconciliation } from '../schemas/reconciliation';
import { workflowPage } from '../temporal-ui-links';

const ops = { kind: 'roles', roles: ['ops'], organization: 'all' } as const;
const readers = { ...ops, scope: 'operations:read' } as const;
const writers = { ...ops, scope: 'operations:write' } as const;

const places: PlaceOf<DriftReport, 'projectionDrift'> = {
  id: ({ id }) => id,
  value: ({ foundAt }) => foundAt,
};

const listDrift = jsonRoute({
  method: 'get',
  path: '/v1/projection-drift',
  operationId: 'listProjectionDrift',
  tag: 'Organizations',
  summary: 'Projections that were not what their lifecycles had written, the newest first',
  audience: readers,
  request: z.object({ query: driftQuery }),
  response: { status: 200, description: 'A page of reports', schema: driftPage },
  problems: ['STORE_UNAVAILABLE'],
  async handle({ query }, _context, dependencies) {
    const { kind, outcome, organizationId, since, until } = query;
    const page = openPage('projectionDrift', query);
    const found = await dependencies.drifts.list({ kind, outcome, organizationId, since, until }, page.wanted);
    const { items, nextCursor } = page.of(found, places);
    const nameOf = await organizationNames(items, dependencies);
    const named = items.map((report) => ({
      ...report,
      organizationName: nameOf(report.organizationId),
      workflowUrl: workflowPage(dependencies.settings.temporalUi, lifecycleWorkflowId(report.organizationId)),
      fields: [...report.fields],
    }));
    return { body: { items: named, nextCursor } };
  },
});

const getReconciliation = jsonRoute({
  method: 'get',
  path: '/v1/reconciliation',
  operationId: 'getReconciliation',
  tag: 'Organizations',
  summary: 'How projections and lifecycles compared when all of them were compared last',
  audience: readers,
  request: z.object({}),
  response: { status: 200, description: 'What is open, and the last comparison', schema: reconciliation },
  problems: ['STORE_UNAVAILABLE'],
  async handle(_request, _context, { drifts }) {
    const [open, lastPass] = await Promise.all([drifts.openByKind(), drifts.lastPass()]);
    return { body: { open: [...open].map(([kind, count]) => ({ kind, count })), lastPass } };
  },
});

const reconcile = jsonRoute({
  method: 'post',
  path: '/v1/reconciliation',
  operationId: 'reconcile',
  tag: 'Organizations',
  summary: 'Compare projections with their lifecycles now',
  description:
    'What differs is written anew by the lifecycle and told in its audit trail; what cannot be is reported. The comparison goes on as a job. While one of all organizations runs, another one of all is refused.',
  audience: writers,
  request: z.object({ headers: idempotencyHeaders, body: reconcileBody }),
  response: { status: 202, description: 'Started; the job as it stands', schema: job, headers: jobHeaders },
  problems: ['RECONCILIATION_RUNNING', 'WORKFLOW_UNAVAILABLE'],
  async handle({ headers, body: { organizationId } }, { identity, log }, dependencies) {
    const commandId = fingerprint([identity.subject, headers['idempotency-key'], organizationId]);
    await dependencies.reconciliation.reconcile({ organizationId, commandId });
    log.info({ organizationId, subject: identity.subject }, 'A comparison of projections was asked for');
    return await acceptedJob({ kind: 'reconciliation', commandId }, dependencies);
  },
});

export const reconciliationRoutes: readonly Route[] = [listDrift, getReconciliation, reconcile];
