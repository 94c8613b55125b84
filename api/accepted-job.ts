import type { z } from 'zod';

import type { Job } from '../activities/ports/jobs';
import { CatalogueError } from '../domain/errors';
import { jobId, type JobName } from '../domain/job';
import { jobWorkflowId } from '../workflows/contract';
import type { ApiDependencies, TemporalUi } from './dependencies';
import type { Reply } from './route';
import type { job } from './schemas/job';
import { workflowPage } from './temporal-ui-links';

/** Says of routes that answer with a job where to ask for it. */
export const jobHeaders = { Location: 'Address of the job, which tells how it stands' } as const;

/** A job as callers see it. */
export function jobView({ kind, commandId, ...standing }: Job, ui: TemporalUi | null): z.input<typeof job> {
  const name = { kind, commandId };
  return { id: jobId(name), kind, ...standing, workflowUrl: workflowPage(ui, jobWorkflowId(name)) };
}

/** The answer to a command whose work goes on: the job as it stands. Throws WORKFLOW_UNAVAILABLE. */
export async function acceptedJob(
  name: JobName,
  { jobs, settings }: Pick<ApiDependencies, 'jobs' | 'settings'>,
): Promise<Reply<z.input<typeof job>>> {
  const found = await jobs.find(name);
  if (found === null) throw new CatalogueError('WORKFLOW_UNAVAILABLE');
  const view = jobView(found, settings.temporalUi);
  return { body: view, headers: { Location: `/v1/jobs/${view.id}` } };
}
