import { randomUUID } from 'node:crypto';

import type { Client, WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';

import type { PersonActor } from '../../domain/actor';
import type { CommandReceipt, WirePayloads } from '../../domain/lifecycle/command';
import type { CommandName } from '../../domain/lifecycle/events';
import type { LifecycleState } from '../../domain/lifecycle/state';
import {
  commandUpdate,
  defaultLifecycleLimits,
  lifecycleWorkflowId,
  stateQuery,
  workflowTypes,
  type LifecycleInput,
} from '../../workflows/contract';
import type { mailServerLifecycle } from '../../workflows';
import { organizationIdKey } from '../../workflows/search-attributes';

/** Speaks to one organization's lifecycle workflow as the API does. */
export class LifecycleClient {
  readonly organizationId = `org-${randomUUID()}`;
  readonly #client: Client;
  readonly #taskQueue: string;

  constructor(client: Client, taskQueue: string) {
    this.#client = client;
    this.#taskQueue = taskQueue;
  }

  get handle(): WorkflowHandle<typeof mailServerLifecycle> {
    return this.#client.workflow.getHandle(lifecycleWorkflowId(this.organizationId));
  }

  async start(input: Partial<LifecycleInput> = {}): Promise<void> {
    await this.#client.workflow.start<typeof mailServerLifecycle>(workflowTypes.lifecycle, {
      workflowId: lifecycleWorkflowId(this.organizationId),
      taskQueue: this.#taskQueue,
      typedSearchAttributes: [{ key: organizationIdKey, value: this.organizationId }],
      args: [
        {
          organizationId: this.organizationId,
          limits: defaultLifecycleLimits,
          checkLimits: { attempts: 2, pauseMs: 10 },
          ...input,
        },
      ],
    });
  }

  command<Name extends CommandName>(
    name: Name,
    actor: PersonActor,
    payload: WirePayloads[Name],
    commandId: string = randomUUID(),
    expectedVersion?: number,
  ): Promise<CommandReceipt> {
    return this.handle.executeUpdate(commandUpdate(name), {
      updateId: commandId,
      args: [{ commandId, actor, fingerprint: 'test', payload, ...(expectedVersion && { expectedVersion }) }] as never,
    });
  }

  /** The catalogue code with which a command was refused. */
  async refusal<Name extends CommandName>(
    name: Name,
    actor: PersonActor,
    payload: WirePayloads[Name],
  ): Promise<string> {
    try {
      await this.command(name, actor, payload);
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
        return error.cause.type ?? 'untyped';
      }
      throw error;
    }
    return 'accepted';
  }

  state(): Promise<LifecycleState> {
    return this.handle.query(stateQuery);
  }
}
