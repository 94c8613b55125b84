import type { Model } from 'mongoose';

import type { AuditArchive } from '../../activities/ports/audit-archive';
import type { AuditHead } from '../../domain/audit-chain';
import type { ChainedAuditEntry } from '../../domain/audit-entry';
import type { HeadSeal } from '../crypto/audit-seal';
import { chainedEntry } from './chained-entry';
import { auditSchema, lifecycleSchema, type AuditDocument, type LifecycleDocument } from './lifecycle-schemas';
import type { MongoConnection } from './mongo-connection';
import { storeFailure } from './store-failure';

/** What the projection of an organization says of its trail: the sealed head, and how far the projection itself is. */
export interface KnownHead {
  readonly organizationId: string;
  readonly version: number;
  readonly head: AuditHead | null;
  readonly seal: HeadSeal | null;
}

type HeadDocument = Pick<LifecycleDocument, '_id' | 'version' | 'auditHead'>;

const batchSize = 500;

/** Streams audit trails along their index, in constant memory. */
export class MongoAuditArchive implements AuditArchive {
  readonly #mongo: MongoConnection;
  readonly #organizations: Model<LifecycleDocument>;
  readonly #trail: Model<AuditDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#organizations = mongo.model('Organization', lifecycleSchema);
    this.#trail = mongo.model('AuditEntry', auditSchema);
  }

  async *entries(organizationId: string | null): AsyncGenerator<ChainedAuditEntry> {
    const query = organizationId === null ? {} : { organizationId };
    // The index backwards: organizations from the last to the first, each trail from its first entry on.
    const sort = { organizationId: -1, sequence: 1 } as const;
    await this.#mongo.connect();
    try {
      const cursor = this.#trail.find(query, null, { sort }).lean<AuditDocument[]>().cursor({ batchSize });
      for await (const document of cursor) yield chainedEntry(document);
    } catch (error) {
      throw storeFailure(error);
    }
  }

  /** What is known of the heads; of one organization, or of all. */
  async heads(organizationId: string | null): Promise<readonly KnownHead[]> {
    const query = organizationId === null ? {} : { _id: organizationId };
    const found = await this.#mongo.run(
      async () => await this.#organizations.find(query, { version: 1, auditHead: 1 }).lean<HeadDocument[]>(),
    );
    return found.map(({ _id, version, auditHead }) => {
      if (!auditHead) return { organizationId: _id, version, head: null, seal: null };
      const { sequence, hash, keyId, seal } = auditHead;
      return { organizationId: _id, version, head: { organizationId: _id, sequence, hash }, seal: { keyId, seal } };
    });
  }
}
