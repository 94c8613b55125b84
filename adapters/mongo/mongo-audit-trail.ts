import type { Model } from 'mongoose';

import { entryHash, type AuditHead } from '../../domain/audit-chain';
import type { AuditEntry } from '../../domain/audit-entry';
import { CatalogueError } from '../../domain/errors';
import type { LifecycleStatuses } from '../../domain/lifecycle/state';
import { sha256 } from '../crypto/audit-seal';
import { chainedEntry } from './chained-entry';
import { auditSchema, type AuditDocument } from './lifecycle-schemas';
import { malformedEntry } from './malformed-audit-entry';
import type { MongoConnection } from './mongo-connection';
import { isDuplicateKey, isMalformed } from './store-failure';

/** Appends to the audit trails. Nothing in this service changes or deletes an entry. */
export class MongoAuditTrail {
  readonly #entries: Model<AuditDocument>;

  constructor(mongo: MongoConnection) {
    this.#entries = mongo.model('AuditEntry', auditSchema);
  }

  /**
   * Appends the entries, each once, and gives the head that they lead to; null when there are none. An entry that does not
   * fit the trail is kept without what makes it so. Throws INTERNAL when the trail already tells of another event in the
   * place of an entry.
   */
  async append(entries: readonly AuditEntry[], statuses: LifecycleStatuses): Promise<AuditHead | null> {
    let head: AuditHead | null = null;
    for (const entry of entries) {
      const previous = head ?? (await this.#before(entry));
      head = await this.#appendFitting(entry, statuses, previous?.hash ?? null);
    }
    return head;
  }

  /** Null also where the entry before is gone: an organization does not stand still because its trail was damaged. */
  async #before({ organizationId, sequence }: AuditEntry): Promise<AuditHead | null> {
    return sequence <= 1 ? null : this.#head(organizationId, sequence - 1);
  }

  async #head(organizationId: string, sequence: number): Promise<AuditHead | null> {
    const found = await this.#entries.findOne({ _id: `${organizationId}/${sequence}` }).lean<AuditDocument>();
    return found && { organizationId, sequence, hash: found.hash };
  }

  async #appendFitting(
    entry: AuditEntry,
    statuses: LifecycleStatuses,
    previousHash: string | null,
  ): Promise<AuditHead> {
    try {
      return await this.#appendOne(entry, previousHash);
    } catch (error) {
      if (!isMalformed(error)) throw error;
      return await this.#appendOne(malformedEntry(entry, statuses), previousHash);
    }
  }

  /** The hash is taken from the document as it will be stored, so that it holds for what is read back. */
  async #appendOne(entry: AuditEntry, previousHash: string | null): Promise<AuditHead> {
    const { organizationId, sequence, event, causedBy, outcome } = entry;
    const id = `${organizationId}/${sequence}`;
    const document = new this.#entries({ _id: id, ...entry, previousHash });
    const hash = entryHash(chainedEntry(document.toObject<AuditDocument>()), previousHash, sha256);
    document.set('hash', hash);
    try {
      await document.save();
      return { organizationId, sequence, hash };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const same = await this.#entries.findOne({ _id: id, event, causedBy, outcome }).lean<AuditDocument>();
    if (same === null) throw new CatalogueError('INTERNAL', `Audit entry ${id} tells of another event already`);
    return { organizationId, sequence, hash: same.hash };
  }
}
