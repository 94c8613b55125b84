import type { AuditEntry } from '../../domain/audit-entry';
import type { LifecycleStatuses } from '../../domain/lifecycle/state';

const note = 'The event was malformed; what it said is left out';
const unknown = 'unknown';

/**
 * What is kept of an entry that the trail cannot hold: that something happened, and when. An organization must not stand
 * still because of what somebody else made of an event. The same entry always becomes the same, as a repetition needs.
 */
export function malformedEntry(entry: AuditEntry, statuses: LifecycleStatuses): AuditEntry {
  return {
    organizationId: entry.organizationId,
    sequence: entry.sequence,
    at: textOr(entry.at, unknown),
    actor: { kind: 'system', part: 'signal' },
    event: textOr(entry.event, unknown),
    outcome: entry.outcome === 'accepted' ? 'accepted' : 'refused',
    errorCode: null,
    revision: null,
    reason: note,
    before: statuses,
    after: statuses,
    changes: [],
    causedBy: textOr(entry.causedBy, unknown),
    requestId: null,
  };
}

/** Entries arrive from a workflow's history, so that their types are a promise only. */
function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}
