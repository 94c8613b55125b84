import type { Client } from '@temporalio/client';

/** How far an Update of one workflow has come, as the server knows it. */
export class UpdateProgress {
  readonly #client: Client;
  readonly #workflowId: string;

  constructor(client: Client, workflowId: string) {
    this.#client = client;
    this.#workflowId = workflowId;
  }

  /** Whether the server has the Update, whatever has become of it. */
  async isAdmitted(updateId: string): Promise<boolean> {
    const { workflowService, options } = this.#client;
    const { namespace } = options;
    const updateRef = { workflowExecution: { workflowId: this.#workflowId }, updateId };
    const waitPolicy = { lifecycleStage: 1 };
    await workflowService.pollWorkflowExecutionUpdate({ namespace, updateRef, waitPolicy });
    return true;
  }

  /** Whether the workflow has taken the Update in. */
  async isAccepted(updateId: string): Promise<boolean> {
    const { events } = await this.#client.workflow.getHandle(this.#workflowId).fetchHistory();
    return (events ?? []).some(
      ({ workflowExecutionUpdateAcceptedEventAttributes: accepted }) => accepted?.protocolInstanceId === updateId,
    );
  }
}
