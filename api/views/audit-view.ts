import type { Identity } from '../../activities/ports/access-token-verifier';
import type { Role } from '../../domain/actor';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import { actorView } from './actor-view';

/** Events whose note our own people write to each other; a customer never reads it. */
const internallyNotedEvents = new Set(['unlock', 'resume']);

export type AuditEntryView = Omit<ChainedAuditEntry, 'actor'> & { readonly actor: ReturnType<typeof actorView> };

/** An entry of the trail as this viewer may see it. */
export function auditEntryView(entry: ChainedAuditEntry, viewer: Identity, roles: readonly Role[]): AuditEntryView {
  const isCustomer = roles.every((role) => role === 'org-admin');
  const reason = isCustomer && internallyNotedEvents.has(entry.event) ? null : entry.reason;
  return { ...entry, reason, actor: actorView(entry.actor, viewer) };
}
