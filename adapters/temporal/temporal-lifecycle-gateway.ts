import { WithStartWorkflowOperation, type Client, type Workflow } from '@temporalio/client';
import type { SearchAttributePair } from '@temporalio/common';

import type { DispatcherWaker, LifecycleGateway, StartingPoint } from '../../activities/ports/lifecycle-gateway';
import { CatalogueError } from '../../domain/errors';
import type { CommandEnvelope, CommandReceipt } from '../../domain/lifecycle/command';
import type { CommandName } from '../../domain/lifecycle/events';
import type { LifecycleState } from '../../domain/lifecycle/state';
import type { SendingNews } from '../../domain/sending-news';
import {
  commandUpdate,
  defaultCheckLimits,
  defaultLifecycleLimits,
  dispatchWorkflowId,
  lifecycleWorkflowId,
  mailWaitingSignal,
  stateQuery,
  workflowTypes,
  type CheckLimits,
  type LifecycleInput,
  type DispatchInput,
  type LifecycleLimits,
} from '../../workflows/contract';
import { draftStatusKey, entitlementKey, liveStatusKey, organizationIdKey } from '../../workflows/search-attributes';
import { withinRequest } from '../tracing/origin-scope';
import { gatewayFailure } from './gateway-failure';

export interface LifecycleGatewayOptions {
  readonly taskQueue: string;
  readonly limits?: LifecycleLimits;
  readonly checkLimits?: CheckLimits;
  /** How long a worker may be silent until another one takes over what it is sending, in milliseconds. */
  readonly takeoverMs?: number;
  /** How long a command or a query may take. Default 30 s. */
  readonly deadlineMs?: number;
  /** How long a sign of life may take. Default 5 s. */
  readonly pingDeadlineMs?: number;
}

/** An organization's first command: it brings the profile without which nothing else can be accepted. */
const startingCommand: CommandName = 'register';

/** Reaches the lifecycle workflows through a Temporal client. */
export class TemporalLifecycleGateway implements LifecycleGateway, DispatcherWaker {
  readonly #client: Client;
  readonly #options: LifecycleGatewayOptions;

  constructor(client: Client, options: LifecycleGatewayOptions) {
    this.#client = client;
    this.#options = options;
  }

  /** A command id is the Update's id: the server and the lifecycle answer a repetition with the first receipt. */
  async execute<Name extends CommandName>(
    organizationId: string,
    command: Name,
    envelope: CommandEnvelope<Name>,
    { isKnown = false, carried }: StartingPoint = {},
  ): Promise<CommandReceipt> {
    const isStarting = carried !== undefined || (command === startingCommand && !isKnown);
    const ask = async () =>
      await (isStarting
        ? this.#updateWithStart(organizationId, command, envelope, carried)
        : this.#update(organizationId, command, envelope));
    const receipt = await this.#call(async () => await withinRequest(envelope.requestId, ask));
    if (receipt.fingerprint !== envelope.fingerprint) throw new CatalogueError('IDEMPOTENCY_KEY_REUSED');
    return receipt;
  }

  async state(organizationId: string): Promise<LifecycleState> {
    const handle = this.#client.workflow.getHandle(lifecycleWorkflowId(organizationId));
    return await this.#call(async () => await handle.query(stateQuery));
  }

  async ping(): Promise<void> {
    const { workflowService } = this.#client;
    await this.#call(async () => await workflowService.getSystemInfo({}), this.#options.pingDeadlineMs ?? 5_000);
  }

  async wake(organizationId: string, news?: SendingNews): Promise<void> {
    const { takeoverMs } = this.#options;
    const input: DispatchInput = takeoverMs === undefined ? { organizationId } : { organizationId, takeoverMs };
    await this.#call(
      async () =>
        await this.#client.workflow.signalWithStart(workflowTypes.dispatch, {
          workflowId: dispatchWorkflowId(organizationId),
          taskQueue: this.#options.taskQueue,
          args: [input],
          signal: mailWaitingSignal,
          signalArgs: news === undefined ? [] : [news],
          typedSearchAttributes: [{ key: organizationIdKey, value: organizationId }],
          staticSummary: `Sends the mail of organization ${organizationId}`,
        }),
    );
  }

  async #update<Name extends CommandName>(
    organizationId: string,
    command: Name,
    envelope: CommandEnvelope<Name>,
  ): Promise<CommandReceipt> {
    const handle = this.#client.workflow.getHandle(lifecycleWorkflowId(organizationId));
    const updateId = envelope.commandId;
    return await handle.executeUpdate(commandUpdate(command), { args: [envelope], updateId });
  }

  /** Start and Update are one request to the service: a lifecycle that runs already is never started beside itself. */
  async #updateWithStart<Name extends CommandName>(
    organizationId: string,
    command: Name,
    envelope: CommandEnvelope<Name>,
    carried: LifecycleState | undefined,
  ): Promise<CommandReceipt> {
    return await this.#client.workflow.executeUpdateWithStart(commandUpdate(command), {
      args: [envelope],
      updateId: envelope.commandId,
      startWorkflowOperation: new WithStartWorkflowOperation<Workflow>(workflowTypes.lifecycle, {
        workflowId: lifecycleWorkflowId(organizationId),
        workflowIdConflictPolicy: 'USE_EXISTING',
        taskQueue: this.#options.taskQueue,
        args: [this.#input(organizationId, carried)],
        typedSearchAttributes: firstSearchAttributes(organizationId),
        staticSummary: `Mail server of organization ${organizationId}`,
      }),
    });
  }

  #input(organizationId: string, state: LifecycleState | undefined): LifecycleInput {
    const { limits = defaultLifecycleLimits, checkLimits = defaultCheckLimits } = this.#options;
    const input = { organizationId, limits, checkLimits };
    return state === undefined ? input : { ...input, carried: { state, receipts: [] } };
  }

  async #call<Result>(operation: () => Promise<Result>, deadlineMs?: number): Promise<Result> {
    const deadline = Date.now() + (deadlineMs ?? this.#options.deadlineMs ?? 30_000);
    try {
      return await this.#client.withDeadline(deadline, operation);
    } catch (error) {
      throw gatewayFailure(error);
    }
  }
}

function firstSearchAttributes(organizationId: string): SearchAttributePair[] {
  return [
    { key: organizationIdKey, value: organizationId },
    { key: entitlementKey, value: 'locked' },
    { key: draftStatusKey, value: 'none' },
    { key: liveStatusKey, value: 'none' },
  ];
}
