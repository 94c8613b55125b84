import { WorkflowNotFoundError, type Client } from '@temporalio/client';

import type { LifecycleInspector, LifecycleStanding, RequestedRepair } from '../../activities/ports/reconciliation';
import type { LifecycleState } from '../../domain/lifecycle/state';
import {
  lifecycleWorkflowId,
  organizationOfLifecycle,
  repairProjectionUpdate,
  stateQuery,
  workflowTypes,
} from '../../workflows/contract';
import { gatewayFailure } from './gateway-failure';

/** So many attempts at the same workflow task mean that it fails, and not that a worker was replaced. */
const failingFrom = 4;
const usualDeadlineMs = 20_000;

/** Looks at the lifecycles of one task queue through a Temporal client. */
export class TemporalLifecycleInspector implements LifecycleInspector {
  readonly #client: Client;
  readonly #taskQueue: string;
  readonly #deadlineMs: number;

  constructor(client: Client, options: { readonly taskQueue: string; readonly deadlineMs?: number }) {
    this.#client = client;
    this.#taskQueue = options.taskQueue;
    this.#deadlineMs = options.deadlineMs ?? usualDeadlineMs;
  }

  async standing(organizationId: string): Promise<LifecycleStanding> {
    return await this.#call(async () => {
      try {
        const { status, raw } = await this.#handle(organizationId).describe();
        if (status.name !== 'RUNNING') return 'ended';
        return (raw.pendingWorkflowTask?.attempt ?? 0) >= failingFrom ? 'failing' : 'running';
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return 'missing';
        throw error;
      }
    });
  }

  async state(organizationId: string): Promise<LifecycleState> {
    return await this.#call(async () => await this.#handle(organizationId).query(stateQuery));
  }

  async running(page: { limit: number; token: string | null }) {
    const { namespace } = this.#client.options;
    const query = `WorkflowType = '${workflowTypes.lifecycle}' AND TaskQueue = '${this.#taskQueue}' AND ExecutionStatus = 'Running'`;
    const { executions, nextPageToken } = await this.#call(
      async () =>
        await this.#client.workflowService.listWorkflowExecutions({
          namespace,
          query,
          pageSize: page.limit,
          ...(page.token === null ? {} : { nextPageToken: Buffer.from(page.token, 'base64') }),
        }),
    );
    const workflowIds = executions.map(({ execution }) => execution?.workflowId ?? '').filter((id) => id !== '');
    const hasMore = nextPageToken.byteLength > 0;
    return {
      organizationIds: workflowIds.map(organizationOfLifecycle),
      nextToken: hasMore ? Buffer.from(nextPageToken).toString('base64') : null,
    };
  }

  async repair(organizationId: string, { repairId, drift, projectedVersion }: RequestedRepair): Promise<void> {
    const request = { args: [{ drift, projectedVersion }], updateId: repairId } as const;
    await this.#call(
      async () =>
        await this.#handle(organizationId).executeUpdate(repairProjectionUpdate, {
          ...request,
          args: [...request.args],
        }),
    );
  }

  /** Executions of any kind whose workflow tasks fail again and again. Throws WORKFLOW_UNAVAILABLE, INTERNAL. */
  async failingExecutions(): Promise<number> {
    const query = `TaskQueue = '${this.#taskQueue}' AND ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL`;
    return await this.#call(async () => (await this.#client.workflow.count(query)).count);
  }

  #handle(organizationId: string) {
    return this.#client.workflow.getHandle(lifecycleWorkflowId(organizationId));
  }

  async #call<Result>(operation: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#client.withDeadline(Date.now() + this.#deadlineMs, operation);
    } catch (error) {
      throw gatewayFailure(error);
    }
  }
}
