import { z } from 'zod';

import { CatalogueError } from '../../domain/errors';
import { jobNamed } from '../../domain/job';
import { jobView } from '../accepted-job';
import { jsonRoute, type Route } from '../route';
import { job, jobParams } from '../schemas/job';

const getJob = jsonRoute({
  method: 'get',
  path: '/v1/jobs/:jobId',
  operationId: 'getJob',
  tag: 'Service',
  summary: 'How work stands that went on after its command was answered',
  description:
    'Its address is in `Location` of that answer. Ask again every few seconds until `state` is no longer `under-way`. A job is known for as long as the workflow service keeps executions that have ended, 30 days as this service sets it up.',
  audience: { kind: 'roles', roles: ['ops'], organization: 'all', scope: 'operations:read' },
  request: z.object({ params: jobParams }),
  response: { status: 200, description: 'The job as it stands', schema: job },
  problems: ['NOT_FOUND', 'WORKFLOW_UNAVAILABLE'],
  async handle({ params: { jobId } }, _context, { jobs, settings }) {
    const name = jobNamed(jobId);
    const found = name && (await jobs.find(name));
    if (!found) throw new CatalogueError('NOT_FOUND');
    return { body: jobView(found, settings.temporalUi) };
  },
});

export const jobRoutes: readonly Route[] = [getJob];
