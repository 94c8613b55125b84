import type { ChainedAuditEntry } from '../../domain/audit-entry';

/** Reads whole audit trails, however long, for export and verification. Throws STORE_UNAVAILABLE. */
export interface AuditArchive {
  /** The trail of one organization from its first entry on, or of all, one after the other. */
  entries(organizationId: string | null): AsyncIterable<ChainedAuditEntry>;
}
