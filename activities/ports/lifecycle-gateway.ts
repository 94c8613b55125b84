import type { CommandEnvelope, CommandReceipt } from '../../domain/lifecycle/command';
import type { CommandName } from '../../domain/lifecycle/events';
import type { LifecycleState } from '../../domain/lifecycle/state';
import type { SendingNews } from '../../domain/sending-news';

/** The API's way to the lifecycle workflows. */
export interface LifecycleGateway {
  /**
   * Sends a command and waits for its receipt. Where no lifecycle runs, `register` starts a new one, unless the organization
   * is known; with a state to go on with, one is started from that.
   * Throws the CatalogueError that the lifecycle's rules gave, IDEMPOTENCY_KEY_REUSED for a known id with another
   * fingerprint, ORGANIZATION_UNKNOWN, or WORKFLOW_UNAVAILABLE.
   */
  execute<Name extends CommandName>(
    organizationId: string,
    command: Name,
    envelope: CommandEnvelope<Name>,
    where?: StartingPoint,
  ): Promise<CommandReceipt>;
  /** The workflow's own state. Throws ORGANIZATION_UNKNOWN, WORKFLOW_UNAVAILABLE. */
  state(organizationId: string): Promise<LifecycleState>;
  /** Resolves when the workflow service answers. Throws WORKFLOW_UNAVAILABLE. */
  ping(): Promise<void>;
}

/** What there is of an organization already, for when its lifecycle does not run. */
export interface StartingPoint {
  /** It has a projection, so that no new lifecycle may be started for it. Default false. */
  readonly isKnown?: boolean;
  /** What a lost lifecycle goes on with. */
  readonly carried?: LifecycleState;
}

/** Wakes the dispatcher of an organization, starting it where none runs. Throws WORKFLOW_UNAVAILABLE. */
export interface DispatcherWaker {
  /** `news` is what somebody else who sent the organization's mail has seen. */
  wake(organizationId: string, news?: SendingNews): Promise<void>;
}
