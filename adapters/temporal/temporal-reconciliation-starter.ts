import { ScheduleOverlapPolicy, WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';

import type { ReconciliationStarter } from '../../activities/ports/reconciliation';
import {
  reconciliationScheduleId,
  reconciliationWorkflowId,
  workflowTypes,
  type ReconciliationInput,
} from '../../workflows/contract';
import { organizationIdKey } from '../../workflows/search-attributes';
import { gatewayFailure } from './gateway-failure';

const startDeadlineMs = 10_000;

/** Starts comparisons: of all organizations through their Schedule, so that there are never two at once. */
export class TemporalReconciliationStarter implements ReconciliationStarter {
  readonly #client: Client;
  readonly #taskQueue: string;

  constructor(client: Client, options: { readonly taskQueue: string }) {
    this.#client = client;
    this.#taskQueue = options.taskQueue;
  }

  async reconcile({ organizationId, commandId }: { organizationId: string | null; commandId: string }): Promise<void> {
    const start = async (): Promise<void> =>
      organizationId === null ? await this.#trigger() : await this.#startOne(organizationId, commandId);
    try {
      await this.#client.withDeadline(Date.now() + startDeadlineMs, start);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw gatewayFailure(error);
    }
  }

  async #trigger(): Promise<void> {
    await this.#client.schedule.getHandle(reconciliationScheduleId).trigger(ScheduleOverlapPolicy.SKIP);
  }

  async #startOne(organizationId: string, commandId: string): Promise<void> {
    const input: ReconciliationInput = { organizationId };
    await this.#client.workflow.start(workflowTypes.reconciliation, {
      workflowId: reconciliationWorkflowId(commandId),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      taskQueue: this.#taskQueue,
      args: [input],
      typedSearchAttributes: [{ key: organizationIdKey, value: organizationId }],
      staticSummary: `Compares the projection of organization ${organizationId} with its lifecycle`,
    });
  }
}
