import type { PersonActor } from '../actor';
import type { CommandName, CommandPayloads } from './events';
import type { Decision, LifecycleStatuses } from './state';

/** What every command carries: who, and an id under which a repetition gets the first answer. */
export interface CommandEnvelope<Name extends CommandName = CommandName> {
  readonly commandId: string;
  readonly actor: PersonActor;
  /** Hash of the caller's request; tells a repetition from another request under the same id. */
  readonly fingerprint: string;
  /** The X-Request-Id of the request that brought the command, for the audit trail. */
  readonly requestId?: string;
  /** The version that the command was made from; another one is refused with PRECONDITION_FAILED. Any where it is left out. */
  readonly expectedVersion?: number;
  readonly payload: WirePayloads[Name];
}

/**
 * Payloads as clients send them. A confirmation brings the typed code, which is compared before the event comes about; how
 * a review goes, and how long a rejection can be answered, the lifecycle settles itself.
 */
export type WirePayloads = Omit<CommandPayloads, 'confirmTestMail' | 'decide' | 'appeal'> & {
  readonly confirmTestMail: { readonly revision: number; readonly code: string };
  readonly decide: { readonly revision: number; readonly decision: Decision };
  readonly appeal: { readonly revision: number; readonly comment: string };
};

/** The answer to an accepted command: where the lifecycle stands after it. The projection already shows this version. */
export interface CommandReceipt extends LifecycleStatuses {
  readonly commandId: string;
  readonly command: CommandName;
  readonly fingerprint: string;
  readonly organizationId: string;
  readonly version: number;
  /** Number of the last submitted revision. */
  readonly revision: number;
  readonly at: string;
}
