import type { AuditEntry } from '../audit-entry';
import type { ErrorCode } from '../errors';
import type { LifecycleEvent } from './events';
import { statusesOf, type LifecycleState } from './state';

/** The audit entry of an event that led from one state to another, or, with an error code, that was refused. */
export function auditEntry(
  before: LifecycleState,
  after: LifecycleState,
  event: LifecycleEvent,
  causedBy: string,
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
    causedBy,
  };
}

function reasonOf(event: LifecycleEvent): string | null {
  switch (event.type) {
    case 'decide':
      return event.payload.decision.reason;
    case 'revoke':
    case 'pause':
    case 'suspend':
      return event.payload.reason;
    case 'unlock':
    case 'continue':
    case 'resume':
      return event.payload.note;
    case 'sendingFailed':
      return event.payload.code;
    case 'checkFinished':
    case 'rotationChecked':
      return event.payload.summary.verdict;
    default:
      return null;
  }
}
