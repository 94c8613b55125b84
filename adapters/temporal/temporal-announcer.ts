import type { Client } from '@temporalio/client';

import type { Announcer } from '../../activities/ports/announcement-ledger';
import { announcementWorkflowId, newsSignal, workflowTypes } from '../../workflows/contract';
import { organizationIdKey } from '../../workflows/search-attributes';
import { gatewayFailure } from './gateway-failure';

const deadlineMs = 5_000;

/** Wakes the workflow that announces what has happened to an organization, or starts it. */
export class TemporalAnnouncer implements Announcer {
  readonly #client: Client;
  readonly #taskQueue: string;

  constructor(client: Client, options: { readonly taskQueue: string }) {
    this.#client = client;
    this.#taskQueue = options.taskQueue;
  }

  async announce(organizationId: string): Promise<void> {
    try {
      await this.#client.withDeadline(Date.now() + deadlineMs, async () => await this.#signal(organizationId));
    } catch (error) {
      throw gatewayFailure(error);
    }
  }

  async #signal(organizationId: string): Promise<void> {
    await this.#client.workflow.signalWithStart(workflowTypes.announce, {
      workflowId: announcementWorkflowId(organizationId),
      taskQueue: this.#taskQueue,
      args: [{ organizationId }],
      signal: newsSignal,
      typedSearchAttributes: [{ key: organizationIdKey, value: organizationId }],
      staticSummary: `Announces what happened to organization ${organizationId}`,
    });
  }
}
