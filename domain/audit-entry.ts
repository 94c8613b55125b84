import type { Actor } from './actor';
import type { LifecycleStatuses } from './lifecycle/state';

/** One line of the audit trail: what was asked, by whom, and what came of it. Never holds a secret. */
export interface AuditEntry {
  readonly organizationId: string;
  /** Position in the organization's trail; equals the lifecycle version that the event led to. */
  readonly sequence: number;
  readonly at: string;
  readonly actor: Actor;
  /** Name of the command or fact. */
  readonly event: string;
  /** `refused` events changed nothing; `errorCode` says why. */
  readonly outcome: 'accepted' | 'refused';
  readonly errorCode: string | null;
  readonly revision: number | null;
  readonly reason: string | null;
  readonly before: LifecycleStatuses;
  readonly after: LifecycleStatuses;
  /** The command id (Idempotency-Key) or the workflow's own id of the fact. */
  readonly causedBy: string;
}
