import type { mongo } from 'mongoose';

import type { ProjectionInspector } from '../../activities/ports/reconciliation';
import type { FoundProjection } from '../../domain/reconciliation/drift';
import { lifecycleCollection, type LifecycleDocument } from './lifecycle-schemas';
import type { MongoConnection } from './mongo-connection';

const statuses = { version: 1, entitlement: 1, draft: 1, live: 1, draftSince: 1 };
const compared = { ...statuses, sortName: 1, searchText: 1, state: 1 };

/** Reads projections with the driver itself: mongoose would cast what somebody has put there. */
export class MongoProjectionInspector implements ProjectionInspector {
  readonly #mongo: MongoConnection;

  constructor(connection: MongoConnection) {
    this.#mongo = connection;
  }

  async page(after: string | null, limit: number): Promise<readonly FoundProjection[]> {
    const query = after === null ? {} : { _id: { $gt: after } };
    const found = await this.#projections(
      async (all) => await all.find(query, { projection: compared, sort: { _id: 1 }, limit }).toArray(),
    );
    return found.map(toFoundProjection);
  }

  async find(organizationIds: readonly string[]): Promise<ReadonlyMap<string, FoundProjection>> {
    const query = { _id: { $in: [...organizationIds] } };
    const found = await this.#projections(async (all) => await all.find(query, { projection: compared }).toArray());
    return new Map(found.map(toFoundProjection).map((projection) => [projection.organizationId, projection]));
  }

  async takeBackVersion(organizationId: string, claimed: unknown, to: number): Promise<void> {
    const claim = { _id: organizationId, version: { $eq: claimed ?? null } };
    await this.#mongo.native(
      async (database) =>
        await database
          .collection<{ _id: string; version: unknown }>(lifecycleCollection)
          .updateOne(claim, { $set: { version: to } }),
    );
  }

  async #projections<Result>(
    operation: (collection: mongo.Collection<LifecycleDocument>) => Promise<Result>,
  ): Promise<Result> {
    return await this.#mongo.native(
      async (database) => await operation(database.collection<LifecycleDocument>(lifecycleCollection)),
    );
  }
}

function toFoundProjection({ _id, draftSince, ...fields }: LifecycleDocument): FoundProjection {
  const since = draftSince instanceof Date ? draftSince.toISOString() : draftSince;
  return { organizationId: _id, ...fields, draftSince: since };
}
