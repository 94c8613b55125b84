import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';

import type { ReconciliationStarter } from '../../activities/ports/reconciliation';
import { CatalogueError } from '../../domain/errors';
import { reconciliationWorkflowId, workflowTypes, type ReconciliationInput } from '../../workflows/contract';
import { organizationIdKey } from '../../workflows/search-attributes';
import { gatewayFailure } from './gateway-failure';

const startDeadlineMs = 10_000;

/** Starts comparisons, each as an execution of its own, so that whoever asked for it can follow it. */
export class TemporalReconciliationStarter implements ReconciliationStarter {
  readonly #client: Client;
  readonly #taskQueue: string;

  constructor(client: Client, options: { readonly taskQueue: string }) {
    this.#client = client;
    this.#taskQueue = options.taskQueue;
  }

  async reconcile({ organizationId, commandId }: { organizationId: string | null; commandId: string }): Promise<void> {
    try {
      await this.#client.withDeadline(Date.now() + startDeadlineMs, async () => {
        if (organizationId === null) await this.#refuseWhileOneRuns(commandId);
        await this.#start(organizationId, commandId);
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw gatewayFailure(error);
    }
  }

  /** Two at once would do no harm but ask every lifecycle twice, so that what the service lists a moment late is good enough. */
  async #refuseWhileOneRuns(commandId: string): Promise<void> {
    if (await this.#isKnown(commandId)) return;
    const ofAll = `WorkflowType = '${workflowTypes.reconciliation}' AND ${organizationIdKey.name} IS NULL`;
    const query = `TaskQueue = '${this.#taskQueue}' AND ExecutionStatus = 'Running' AND ${ofAll}`;
    const { count } = await this.#client.workflow.count(query);
    if (count > 0) throw new CatalogueError('RECONCILIATION_RUNNING');
  }

  async #isKnown(commandId: string): Promise<boolean> {
    try {
      await this.#client.workflow.getHandle(reconciliationWorkflowId(commandId)).describe();
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  async #start(organizationId: string | null, commandId: string): Promise<void> {
    const input: ReconciliationInput = { organizationId };
    await this.#client.workflow.start(workflowTypes.reconciliation, {
      workflowId: reconciliationWorkflowId(commandId),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue: this.#taskQueue,
      args: [input],
      ...(organizationId === null
        ? { staticSummary: 'Compares all projections with their lifecycles' }
        : {
            typedSearchAttributes: [{ key: organizationIdKey, value: organizationId }],
            staticSummary: `Compares the projection of organization ${organizationId} with its lifecycle`,
          }),
    });
  }
}
