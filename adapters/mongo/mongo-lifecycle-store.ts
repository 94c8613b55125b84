import { trusted, type Model, type QueryFilter } from 'mongoose';

import type { LifecycleProjector, LifecycleReader } from '../../activities/ports/lifecycle-store';
import type { AuditEntry } from '../../domain/audit-entry';
import { CatalogueError } from '../../domain/errors';
import { statusesOf, type LifecycleState } from '../../domain/lifecycle/state';
import { auditSchema, lifecycleSchema, type AuditDocument, type LifecycleDocument } from './lifecycle-schemas';
import { malformedEntry } from './malformed-audit-entry';
import type { MongoConnection } from './mongo-connection';
import { isDuplicateKey, isMalformed } from './store-failure';
import { insertedNow } from './store-schema';

/**
 * Projections and audit trails of the lifecycles. The trail is written first: a projection never shows what the trail
 * does not tell. Both can be repeated at any point.
 */
export class MongoLifecycleStore implements LifecycleProjector, LifecycleReader {
  readonly #mongo: MongoConnection;
  readonly #organizations: Model<LifecycleDocument>;
  readonly #trail: Model<AuditDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#organizations = mongo.model('Organization', lifecycleSchema);
    this.#trail = mongo.model('AuditEntry', auditSchema);
  }

  /**
   * An entry that does not fit the trail is kept without what makes it so. Throws INTERNAL when the trail already tells of
   * another event in the place of an entry.
   */
  async save(state: LifecycleState, entries: readonly AuditEntry[]): Promise<void> {
    await this.#mongo.run(async () => {
      for (const entry of entries) await this.#appendFitting(entry, state);
      await this.#project(state);
    });
  }

  async find(organizationId: string): Promise<LifecycleState | null> {
    const query = { _id: organizationId };
    const found = await this.#mongo.run(async () => await this.#organizations.findOne(query).lean<LifecycleDocument>());
    return found?.state ?? null;
  }

  async list(page: { limit: number; after: string | null }): Promise<readonly LifecycleState[]> {
    const query: QueryFilter<LifecycleDocument> = page.after === null ? {} : { _id: trusted({ $gt: page.after }) };
    return await this.#states(query, { _id: 1 }, page.limit);
  }

  async reviewQueue(limit: number): Promise<readonly LifecycleState[]> {
    return await this.#states({ draft: 'awaiting-review' }, { draftSince: 1, _id: 1 }, limit);
  }

  async auditTrail(
    organizationId: string,
    page: { limit: number; before: number | null },
  ): Promise<readonly AuditEntry[]> {
    const query = { organizationId, ...(page.before === null ? {} : { sequence: trusted({ $lt: page.before }) }) };
    const options = { sort: { sequence: -1 }, limit: page.limit } as const;
    const found = await this.#mongo.run(
      async () => await this.#trail.find(query, null, options).lean<AuditDocument[]>(),
    );
    return found.map(({ _id, ...entry }) => entry);
  }

  async #appendFitting(entry: AuditEntry, state: LifecycleState): Promise<void> {
    try {
      await this.#append(entry);
    } catch (error) {
      if (!isMalformed(error)) throw error;
      await this.#append(malformedEntry(entry, statusesOf(state)));
    }
  }

  async #append(entry: AuditEntry): Promise<void> {
    const id = `${entry.organizationId}/${entry.sequence}`;
    if (await insertedNow(this.#trail, { _id: id, ...entry })) return;
    const { event, causedBy, outcome } = entry;
    const same = await this.#trail.exists({ _id: id, event, causedBy, outcome });
    if (same === null) throw new CatalogueError('INTERNAL', `Audit entry ${id} tells of another event already`);
  }

  /** Moves the projection forward. Where this or a newer version stands, the upsert meets its key and changes nothing. */
  async #project(state: LifecycleState): Promise<void> {
    const { organizationId: _id, version, draft } = state;
    const projected = { ...statusesOf(state), version, draftSince: draft ? new Date(draft.since) : null, state };
    const older = { _id, version: trusted({ $lt: version }) };
    try {
      await this.#organizations.updateOne(older, { $set: projected }, { upsert: true, runValidators: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async #states(
    query: QueryFilter<LifecycleDocument>,
    sort: Record<string, 1>,
    limit: number,
  ): Promise<readonly LifecycleState[]> {
    const found = await this.#mongo.run(
      async () => await this.#organizations.find(query, null, { sort, limit }).lean<LifecycleDocument[]>(),
    );
    return found.map((document) => document.state);
  }
}
