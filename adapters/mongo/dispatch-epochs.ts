import type { mongo } from 'mongoose';

import { dispatchCollection, type DispatchDocument } from './dispatch-document';
import { findAll } from './find-all';

/** The epochs of those of these organizations whose document fulfils the condition. */
export async function epochsOf(
  database: mongo.Db,
  organizationIds: readonly string[],
  condition: Partial<DispatchDocument> = {},
): Promise<ReadonlyMap<string, number>> {
  const filter = { _id: { $in: [...organizationIds] }, ...condition };
  const query = { filter, projection: { epoch: 1 }, limit: organizationIds.length };
  const found = await findAll<Pick<DispatchDocument, '_id' | 'epoch'>>(database, dispatchCollection, query);
  return new Map(found.map(({ _id, epoch }) => [_id, epoch]));
}
