import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';

import type { InboundMail, InboundMailRouter } from '../../activities/ports/inbound-mail-store';
import { inboundMailWorkflowId, workflowTypes } from '../../workflows/contract';
import { gatewayFailure } from './gateway-failure';

const startDeadlineMs = 10_000;

/** Starts one workflow for each content identity: a mail that comes again finds its workflow there, running or done. */
export class TemporalInboundMailRouter implements InboundMailRouter {
  readonly #client: Client;
  readonly #taskQueue: string;

  constructor(client: Client, options: { readonly taskQueue: string }) {
    this.#client = client;
    this.#taskQueue = options.taskQueue;
  }

  async route({ id }: Pick<InboundMail, 'id' | 'class'>): Promise<void> {
    try {
      await this.#client.withDeadline(Date.now() + startDeadlineMs, async () => await this.#start(id));
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw gatewayFailure(error);
    }
  }

  async #start(id: string): Promise<void> {
    await this.#client.workflow.start(workflowTypes.undeliverable, {
      workflowId: inboundMailWorkflowId(id),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue: this.#taskQueue,
      args: [{ inboundMailId: id }],
      staticSummary: `Mail that came in, ${id.slice(0, 12)}`,
    });
  }
}
