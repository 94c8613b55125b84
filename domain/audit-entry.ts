import type { Actor } from './actor';
import type { LifecycleStatuses } from './lifecycle/state';

/** What a field held before and after; null where it did not exist. Never a secret. */
export interface AuditChange {
  /** Dotted name, as the API names it: `draft.settings.host`. */
  readonly field: string;
  readonly before: AuditValue;
  readonly after: AuditValue;
}

export type AuditValue = string | number | boolean | null;

/** One line of the audit trail: what was asked, by whom, and what came of it. Never holds a secret. */
export interface AuditEntry {
  readonly organizationId: string;
  /** Position in the organization's trail, from 1 without gaps; equals the lifecycle version that the event led to. */
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
  /** What the event changed besides the statuses. */
  readonly changes: readonly AuditChange[];
  /** The command id (Idempotency-Key) or the workflow's own id of the fact. */
  readonly causedBy: string;
  /** The X-Request-Id of the request that brought the command; null for facts and Signals. */
  readonly requestId: string | null;
}

/** An entry as the trail keeps it, chained to the one before. Both hashes are SHA-256 in hexadecimal digits. */
export interface ChainedAuditEntry extends AuditEntry {
  /** Hash of the entry before; null for the first one. */
  readonly previousHash: string | null;
  readonly hash: string;
}
