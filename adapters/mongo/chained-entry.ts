import { plainEntry } from '../../domain/audit-chain';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import type { AuditDocument } from './lifecycle-schemas';

/** An entry as the trail keeps it, without what the database adds. */
export function chainedEntry(document: AuditDocument): ChainedAuditEntry {
  const { previousHash, hash } = document;
  return { ...plainEntry(document), previousHash, hash };
}
