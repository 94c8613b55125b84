import type { SystemActor } from '../../domain/actor';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import type { ListPage } from '../../domain/list-order';

/** Which entries of audit trails to list; what is left out or undefined does not matter. Times are ISO 8601 in UTC. */
export interface AuditFilter {
  /** Name of a command or fact. */
  readonly event?: string | undefined;
  readonly outcome?: ChainedAuditEntry['outcome'] | undefined;
  readonly requestId?: string | undefined;
  /** At this moment or later. */
  readonly since?: string | undefined;
  /** Before this moment. */
  readonly until?: string | undefined;
}

export interface AuditSearchFilter extends AuditFilter {
  readonly organizationId?: string | undefined;
  /** The subject or the mail address of a person. */
  readonly actor?: string | undefined;
  readonly part?: SystemActor['part'] | undefined;
}

/** Looks for entries across the trails of all organizations. Throws STORE_UNAVAILABLE. */
export interface AuditSearch {
  search(filter: AuditSearchFilter, page: ListPage<'auditSearch'>): Promise<readonly ChainedAuditEntry[]>;
}
