import type { mongo } from 'mongoose';

/** A find command without its collection: filter, projection, sort, limit, hint as the server knows them. */
export interface FindCommand {
  readonly filter: mongo.Document;
  readonly projection: mongo.Document;
  readonly sort?: mongo.Document;
  readonly hint?: string;
  /** More documents than this are not wanted. */
  readonly limit: number;
}

interface FindReply<Found> {
  readonly cursor?: { readonly firstBatch: readonly Found[] };
}

/**
 * All that a find gives, in one answer: for small documents on paths where a cursor of the driver would cost as much as
 * the question. An answer ends at 16 MB.
 */
export async function findAll<Found>(
  database: mongo.Db,
  collection: string,
  { limit, ...find }: FindCommand,
): Promise<readonly Found[]> {
  const batch = { limit, batchSize: limit, singleBatch: true };
  const { cursor }: FindReply<Found> = await database.command({ find: collection, ...find, ...batch });
  return cursor?.firstBatch ?? [];
}
