import { WorkflowFailedError, WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';

import type { Job, JobReader, JobResults } from '../../activities/ports/jobs';
import { isErrorCode, type ErrorCode } from '../../domain/errors';
import type { JobEnding, JobName } from '../../domain/job';
import { jobWorkflowId } from '../../workflows/contract';
import type { readInboundMailsAgain } from '../../workflows/read-inbound-mails-again';
import type { reconcileProjections } from '../../workflows/reconcile-projections';
import { gatewayFailure } from './gateway-failure';

type JobWorkflow = typeof reconcileProjections | typeof readInboundMailsAgain;
type Standing = Pick<Job, 'state' | 'endedAt' | 'result' | 'failure'>;
type Description = Awaited<ReturnType<WorkflowHandle['describe']>>;

const usualDeadlineMs = 10_000;
const underWay: Standing = { state: 'under-way', endedAt: null, result: null, failure: null };
const endings: Readonly<Record<string, JobEnding>> = {
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
};

/** A job is its execution: the workflow service knows how it stands, for as long as it keeps executions that have ended. */
export class TemporalJobReader implements JobReader {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  async find(name: JobName): Promise<Job | null> {
    try {
      return await this.#client.withDeadline(Date.now() + usualDeadlineMs, async () => await this.#job(name));
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw gatewayFailure(error);
    }
  }

  async #job(name: JobName): Promise<Job> {
    const workflowId = jobWorkflowId(name);
    const described = await this.#client.workflow.getHandle(workflowId).describe();
    const [startedAt, standing] = await Promise.all([this.#startOf(described), this.#standing(described)]);
    return { ...name, startedAt: startedAt.toISOString(), ...standing };
  }

  /** One that was continued as new began with its first run, as long as that is remembered. */
  async #startOf({ workflowId, runId, startTime, raw }: Description): Promise<Date> {
    const firstRunId = raw.workflowExecutionInfo?.firstRunId ?? runId;
    if (firstRunId === '' || firstRunId === runId) return startTime;
    try {
      return (await this.#client.workflow.getHandle(workflowId, firstRunId).describe()).startTime;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return startTime;
      throw error;
    }
  }

  async #standing({ workflowId, runId, status, closeTime }: Description): Promise<Standing> {
    const handle = this.#client.workflow.getHandle<JobWorkflow>(workflowId, runId);
    const endedAt = closeTime?.toISOString() ?? null;
    if (status.name === 'COMPLETED') return { ...underWay, state: 'done', endedAt, result: await resultOf(handle) };
    const ending = endings[status.name];
    if (ending === undefined) return underWay;
    return { ...underWay, state: 'failed', endedAt, failure: { ending, code: await codeOf(handle) } };
  }
}

async function resultOf(handle: WorkflowHandle<JobWorkflow>): Promise<JobResults[keyof JobResults]> {
  return await handle.result();
}

async function codeOf(handle: WorkflowHandle): Promise<ErrorCode> {
  try {
    await handle.result();
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    for (let { cause } = error; cause instanceof Error; cause = causeOf(cause)) {
      if (cause instanceof ApplicationFailure && cause.type && isErrorCode(cause.type)) return cause.type;
    }
  }
  return 'INTERNAL';
}

function causeOf({ cause }: Error): Error | undefined {
  return cause instanceof Error ? cause : undefined;
}
