import type { CommandEnvelope, CommandReceipt } from '../../domain/lifecycle/command';
import type { CommandName } from '../../domain/lifecycle/events';
import type { LifecycleState } from '../../domain/lifecycle/state';

/** The API's way to the lifecycle workflows. */
export interface LifecycleGateway {
  /**
   * Sends a command and waits for its receipt. `register` and `unlock` start the lifecycle where there is none yet.
   * Throws the CatalogueError that the lifecycle's rules gave, IDEMPOTENCY_KEY_REUSED for a known id with another
   * fingerprint, ORGANIZATION_UNKNOWN, or WORKFLOW_UNAVAILABLE.
   */
  execute<Name extends CommandName>(
    organizationId: string,
    command: Name,
    envelope: CommandEnvelope<Name>,
  ): Promise<CommandReceipt>;
  /** The workflow's own state. Throws ORGANIZATION_UNKNOWN, WORKFLOW_UNAVAILABLE. */
  state(organizationId: string): Promise<LifecycleState>;
  /** Resolves when the workflow service answers. Throws WORKFLOW_UNAVAILABLE. */
  ping(): Promise<void>;
}

/** Wakes the dispatcher of an organization, starting it where none runs. Throws WORKFLOW_UNAVAILABLE. */
export interface DispatcherWaker {
  wake(organizationId: string): Promise<void>;
}
