import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';

import type { InboundMail, InboundMailRereader, InboundMailRouter } from '../../activities/ports/inbound-mail-store';
import { inboundMailWorkflowId, readAgainWorkflowId, workflowTypes } from '../../workflows/contract';
import { gatewayFailure } from './gateway-failure';

const startDeadlineMs = 10_000;

/** Starts one workflow for each content identity: a mail that comes again finds its workflow there, running or done. */
export class TemporalInboundMailRouter implements InboundMailRouter, InboundMailRereader {
  readonly #client: Client;
  readonly #taskQueue: string;

  constructor(client: Client, options: { readonly taskQueue: string }) {
    this.#client = client;
    this.#taskQueue = options.taskQueue;
  }

  async route(mail: Pick<InboundMail, 'id' | 'class'>): Promise<void> {
    await this.#once(async () => await this.#start(mail));
  }

  async readAgain(request: { inboundMailIds: readonly string[] | null; commandId: string }): Promise<void> {
    const { inboundMailIds, commandId } = request;
    const summary = inboundMailIds === null ? 'All unparseable mails' : `${inboundMailIds.length} mails`;
    await this.#once(
      async () =>
        await this.#client.workflow.start(workflowTypes.readAgain, {
          workflowId: readAgainWorkflowId(commandId),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
          taskQueue: this.#taskQueue,
          args: [{ inboundMailIds }],
          staticSummary: `${summary} are read again`,
        }),
    );
  }

  /** What was started before, running or done, stays as it is. */
  async #once(start: () => Promise<unknown>): Promise<void> {
    try {
      await this.#client.withDeadline(Date.now() + startDeadlineMs, start);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw gatewayFailure(error);
    }
  }

  async #start({ id, class: kind }: Pick<InboundMail, 'id' | 'class'>): Promise<void> {
    const type = kind === 'returned-test-mail' ? workflowTypes.returnedTestMail : workflowTypes.undeliverable;
    await this.#client.workflow.start(type, {
      workflowId: inboundMailWorkflowId(id),
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      workflowIdConflictPolicy: 'USE_EXISTING',
      taskQueue: this.#taskQueue,
      args: [{ inboundMailId: id }],
      staticSummary: `Mail that came in, ${id.slice(0, 12)}`,
    });
  }
}
