import type { AuditEntry } from '../audit-entry';
import type { ErrorCode } from '../errors';
import { auditChanges } from './audit-changes';
import type { LifecycleEvent } from './events';
import { statusesOf, type LifecycleState } from './state';

/** What made an event come about: the id of its command, timer or Signal, and the request that brought it, if any. */
export interface AuditCause {
  readonly causedBy: string;
  readonly requestId: string | null;
}

/** The audit entry of an event that led from one state to another, or, with an error code, that was refused. */
export function auditEntry(
  before: LifecycleState,
  after: LifecycleState,
  event: LifecycleEvent,
  { causedBy, requestId }: AuditCause,
  errorCode: ErrorCode | null = null,
): AuditEntry {
  return {
    organizationId: after.organizationId,
    sequence: after.version,
    at: event.at,
    actor: event.actor,
    event: event.type,
    outcome: errorCode === null ? 'accepted' : 'refused',
    errorCode,
    revision: 'revision' in event.payload ? event.payload.revision : null,
    reason: reasonOf(event),
    before: statusesOf(before),
    after: statusesOf(after),
    changes: auditChanges(before, after),
    causedBy,
    requestId,
  };
}

function reasonOf({ payload }: LifecycleEvent): string | null {
  if ('decision' in payload) return payload.decision.reason;
  if ('reason' in payload) return payload.reason;
  if ('comment' in payload) return payload.comment;
  if ('note' in payload) return payload.note;
  if ('code' in payload) return payload.code;
  if ('drift' in payload) return payload.drift;
  if ('action' in payload) return payload.action;
  return 'summary' in payload ? payload.summary.verdict : null;
}
